import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createEditor, Editor, Transforms } from 'slate';
import { withHistory } from 'slate-history';
import { Editable, ReactEditor, Slate, withReact } from 'slate-react';

export async function start(root) {
  const editor = withHistory(withReact(createEditor()));
  const renderLeaf = ({ attributes, children, leaf }) =>
    createElement(leaf.bold ? 'strong' : 'span', attributes, children);
  const onKeyDown = (event) => {
    if (!event.ctrlKey || (event.key !== 'b' && event.key !== 'z')) return;
    event.preventDefault();
    if (event.key === 'b') Editor.addMark(editor, 'bold', true);
    else editor.undo();
  };
  const initialValue = [{ type: 'paragraph', children: [{ text: '' }] }];
  createRoot(root).render(
    createElement(Slate, { editor, initialValue }, createElement(Editable, { renderLeaf, onKeyDown })),
  );
  while (!root.querySelector('[contenteditable]')) await new Promise(requestAnimationFrame);
  return {
    focus() {
      ReactEditor.focus(editor);
      Transforms.select(editor, Editor.end(editor, []));
    },
    clear() {
      Transforms.select(editor, []);
      Editor.deleteFragment(editor);
      while (editor.children.length > 1) Transforms.removeNodes(editor, { at: [1] });
    },
  };
}
