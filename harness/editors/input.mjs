export { startInput as start } from './textarea.mjs';
