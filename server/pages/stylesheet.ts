import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sheets = ['../../look/tokens.css', '../../look/base.css', '../../look/consent.css', './style.css'];
const bytes = Buffer.concat(sheets.map((sheet) => readFileSync(new URL(sheet, import.meta.url))));

/** All style sheets as one; its address changes with its content, so that it may be kept for ever. */
export const stylesheet = {
  bytes,
  path: `/style-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.css`,
};
