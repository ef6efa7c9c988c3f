import { basicSetup, EditorView } from 'codemirror';

export function start(root) {
  const view = new EditorView({ parent: root, extensions: [basicSetup] });
  return {
    focus: () => view.focus(),
    clear: () => view.dispatch({ changes: { from: 0, to: view.state.doc.length } }),
  };
}
