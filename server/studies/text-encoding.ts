/** A file as text, or why it is none. */
export type DecodedFile =
  | { readonly text: string }
  | { readonly problem: { readonly line?: number; readonly message: string } };

const save = 'save it as UTF-8 (in a spreadsheet: "CSV UTF-8")';

/** Files that are mistaken for texts most often, by their first bytes. */
const otherFiles: readonly { readonly starts: readonly number[]; readonly found: string }[] = [
  { starts: [0x50, 0x4b, 0x03, 0x04], found: 'a packed file, such as a spreadsheet or a text document (.xlsx, .docx)' },
  { starts: [0xd0, 0xcf, 0x11, 0xe0], found: 'a file of an old office program (.xls, .doc)' },
  { starts: [0x25, 0x50, 0x44, 0x46], found: 'a PDF' },
  { starts: [0x7b, 0x5c, 0x72, 0x74, 0x66], found: 'a file in rich text (.rtf)' },
  { starts: [0x1f, 0x8b], found: 'a compressed file (.gz)' },
];

/**
 * Reads bytes as UTF-8, with or without a byte order mark. What is something else is named, with the line of the first
 * byte that gave it away.
 */
export function decodeUtf8(bytes: Uint8Array): DecodedFile {
  const refuse = (found: string, line?: number): DecodedFile => ({
    problem: { ...(line === undefined ? {} : { line }), message: `expected a text in UTF-8, found ${found}` },
  });
  const other = otherFiles.find(({ starts }) => starts.every((byte, i) => bytes[i] === byte));
  if (other) return refuse(`${other.found}; copy its texts into a .txt or .csv file`);
  const wide = wideEncoding(bytes);
  if (wide) return refuse(`${wide}; ${save}`, 1);
  const zero = bytes.indexOf(0);
  if (zero >= 0) return refuse('a zero byte, which no text has; is it another kind of file?', lineOf(bytes, zero));
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const at = firstInvalid(bytes);
    return refuse(`${narrowEncoding(bytes, at)}; ${save}`, lineOf(bytes, at));
  }
}

/** UTF-16 and UTF-32 by their byte order mark, or by the zeros that Latin letters leave. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16 (little-endian)';
  if (a === 0xfe && b === 0xff) return 'UTF-16 (big-endian)';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32';
  const start = bytes.subarray(0, 2 * Math.floor(Math.min(bytes.length, 400) / 2));
  if (start.length < 4) return undefined;
  const zeros = (offset: number) => start.filter((byte, i) => i % 2 === offset && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (odd > start.length / 5 && even === 0) return 'UTF-16 (little-endian)';
  return even > start.length / 5 && odd === 0 ? 'UTF-16 (big-endian)' : undefined;
}

/** What a byte stands for in the encodings that Western programs wrote before UTF-8. */
function narrowEncoding(bytes: Uint8Array, at: number): string {
  const byte = bytes[at] ?? 0;
  const shown = `byte 0x${byte.toString(16).toUpperCase()}`;
  // Windows-1252 has typographic quotes and the euro sign where Latin-1 has control characters.
  const windows = bytes.some((other, i) => i >= at && other >= 0x80 && other < 0xa0);
  const as = new TextDecoder('windows-1252').decode(Uint8Array.of(byte));
  return `${windows ? 'Windows-1252' : 'Latin-1 (ISO 8859-1)'} or another old encoding (${shown}, there "${as}")`;
}

const lineOf = (bytes: Uint8Array, at: number): number =>
  new TextDecoder('latin1').decode(bytes.subarray(0, at)).split(/\r\n|\r|\n/).length;

/** Position of the first byte that no UTF-8 text has there: by halves, since every prefix of a good text is good. */
function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isPrefix(bytes.subarray(0, middle))) low = middle;
    else high = middle;
  }
  // The character that the bad byte breaks off may have begun before it.
  const decoder = new TextDecoder('utf-8');
  const good = decoder.decode(bytes.subarray(0, low), { stream: true });
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Math.min(bom + new TextEncoder().encode(good).length, bytes.length - 1);
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
