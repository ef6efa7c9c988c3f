import Quill from 'quill';

export function start(root) {
  const editor = new Quill(root, { modules: { history: { delay: 0 } } });
  return { focus: () => editor.focus(), clear: () => editor.setText('') };
}
