import { Editor, EditorState, RichUtils } from 'draft-js';
import { Component, createElement, createRef } from 'react';
import { createRoot } from 'react-dom/client';

class Field extends Component {
  state = { editorState: EditorState.createEmpty() };
  field = createRef();
  render() {
    return createElement(Editor, {
      ref: this.field,
      spellCheck: false,
      editorState: this.state.editorState,
      onChange: (editorState) => this.setState({ editorState }),
      handleKeyCommand: (command, editorState) => {
        const next = RichUtils.handleKeyCommand(editorState, command);
        if (next) this.setState({ editorState: next });
        return next ? 'handled' : 'not-handled';
      },
    });
  }
}

export async function start(root) {
  const ref = createRef();
  createRoot(root).render(createElement(Field, { ref }));
  while (!root.querySelector('[contenteditable]')) await new Promise(requestAnimationFrame);
  return {
    focus: () => ref.current.setState(({ editorState }) => ({ editorState: EditorState.moveFocusToEnd(editorState) })),
    clear: () => ref.current.setState({ editorState: EditorState.moveFocusToEnd(EditorState.createEmpty()) }),
  };
}
