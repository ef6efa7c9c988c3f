import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const bytes = readFileSync(new URL('./style.css', import.meta.url));

/** The one style sheet; its address changes with its content, so that it may be kept for ever. */
export const stylesheet = {
  bytes,
  path: `/style-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.css`,
};
