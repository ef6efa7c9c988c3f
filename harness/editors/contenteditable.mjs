export function start(root) {
  root.contentEditable = 'true';
  return {
    focus: () => root.focus(),
    clear: () => root.replaceChildren(),
  };
}
