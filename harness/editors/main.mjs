/** Starts the editor that the path names; each file beside this one makes one. */
const editors = import.meta.glob(['./*.mjs', '!./main.mjs']);
const { start } = await editors[`.${location.pathname}.mjs`]();
const editor = await start(document.querySelector('#editor'));
window.focusEditor = editor.focus;
document.querySelector('#send').addEventListener('click', () => {
  editor.clear();
  editor.focus();
});
document.title = 'ready';
