import { createEmptyHistoryState, registerHistory } from '@lexical/history';
import { registerRichText } from '@lexical/rich-text';
import { $createParagraphNode, $getRoot, createEditor } from 'lexical';

export function start(root) {
  root.contentEditable = 'true';
  const editor = createEditor({
    onError(error) {
      throw error;
    },
  });
  registerRichText(editor);
  registerHistory(editor, createEmptyHistoryState(), 0);
  editor.setRootElement(root);
  const clear = () => editor.update(() => $getRoot().clear().append($createParagraphNode()).selectEnd());
  clear();
  return { focus: () => editor.focus(), clear };
}
