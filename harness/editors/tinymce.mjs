import tinymce from 'tinymce';
import 'tinymce/models/dom';
import 'tinymce/themes/silver';
import 'tinymce/icons/default';

/** In a frame of its own, with an address that it inherits. */
export async function start(root) {
  const settings = {
    target: root,
    skin: false,
    content_css: false,
    license_key: 'gpl',
    promotion: false,
    branding: false,
  };
  const [editor] = await tinymce.init(settings);
  return { focus: () => editor.focus(), clear: () => editor.setContent('') };
}
