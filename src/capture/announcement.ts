/** A place in a field's text, in UTF-16 code units of the text as it is read. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Line breaks that come up with the first character here, because an empty line shows nothing. */
  readonly breaks: number;
}

/**
 * What a trusted event says is about to happen to a field:
 * - `insertion`: `data` takes the place of the selection;
 * - `composition`: an input method replaces what it composed so far by `data`;
 * - `correction`: a spelling correction replaces what stands at the place by `data`;
 * - `deletion`: characters go, none come;
 * - `history`: undo or redo, by the browser or by the editor;
 * - `other`: pasting, dropping, formatting, autofill, and everything that a browser invents later.
 */
export type Announcement =
  | ({ readonly kind: 'insertion' | 'composition' | 'correction'; readonly data: string } & Place)
  | { readonly kind: 'deletion' | 'history' | 'other' };

const insertions = new Set(['insertText', 'insertFromComposition']);
const lineBreaks = new Set(['insertLineBreak', 'insertParagraph']);

/** The kind of an edit and what it puts in, from its event (Input Events Level 2). */
export function announcementOf(inputType: string, data: string | null, place: Place | undefined): Announcement {
  if (inputType.startsWith('history')) return { kind: 'history' };
  if (inputType.startsWith('delete')) return { kind: 'deletion' };
  if (place === undefined) return { kind: 'other' };
  if (lineBreaks.has(inputType)) return { kind: 'insertion', data: '\n', ...place };
  if (data === null || data === '') {
    return inputType === 'insertCompositionText' ? { kind: 'composition', data: '', ...place } : { kind: 'other' };
  }
  if (insertions.has(inputType)) return { kind: 'insertion', data, ...place };
  if (inputType === 'insertCompositionText') return { kind: 'composition', data, ...place };
  if (inputType === 'insertReplacementText') return { kind: 'correction', data, ...place };
  return { kind: 'other' };
}

/** What a key announces; undefined when it announces nothing. */
export function announcementOfKey(
  pressed: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
): Announcement | undefined {
  const { key, ctrlKey, metaKey } = pressed;
  if (key === 'Backspace' || key === 'Delete') return { kind: 'deletion' };
  return (ctrlKey || metaKey) && /^[zy]$/i.test(key) ? { kind: 'history' } : undefined;
}
