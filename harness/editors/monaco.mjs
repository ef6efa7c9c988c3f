import * as monaco from 'monaco-editor/editor/editor.api.js';

export function start(root) {
  root.style.height = '200px';
  const editor = monaco.editor.create(root, { value: '', language: 'plaintext' });
  return { focus: () => editor.focus(), clear: () => editor.setValue('') };
}
