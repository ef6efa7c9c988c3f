import { baseKeymap, toggleMark } from 'prosemirror-commands';
import { history, redo, undo } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import { schema } from 'prosemirror-schema-basic';
import { EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';

export function start(root) {
  const keys = { 'Mod-z': undo, 'Mod-Shift-z': redo, 'Mod-b': toggleMark(schema.marks.strong) };
  const state = () =>
    EditorState.create({ schema, plugins: [history({ newGroupDelay: -1 }), keymap(keys), keymap(baseKeymap)] });
  const view = new EditorView(root, { state: state() });
  return { focus: () => view.focus(), clear: () => view.updateState(state()) };
}
