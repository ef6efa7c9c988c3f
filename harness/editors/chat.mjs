/** A chat box that sends on Enter and keeps the name it answers to. */
export function start(root) {
  const field = document.createElement('textarea');
  const list = document.createElement('ul');
  root.append(list, field);
  const clear = () => {
    field.value = '@bob ';
  };
  clear();
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    const sent = document.createElement('li');
    sent.textContent = field.value;
    list.append(sent);
    clear();
  });
  return {
    focus() {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    },
    clear,
  };
}
