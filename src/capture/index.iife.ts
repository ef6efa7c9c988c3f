document.addEventListener('input', () => {}, true);
