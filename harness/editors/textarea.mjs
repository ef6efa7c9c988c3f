const field = (name) => (root) => {
  const element = document.createElement(name);
  root.append(element);
  return {
    focus: () => element.focus(),
    clear() {
      element.value = '';
    },
  };
};
export const start = field('textarea');
export const startInput = field('input');
