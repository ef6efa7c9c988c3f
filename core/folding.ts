/**
 * The one folding of text for comparing it: drafts with fragments, drafts with drafts, the texts of a round with each
 * other. What people do not see as a difference goes: width and compatibility forms (NFKC), case, typographic
 * apostrophes, invisible characters, marks that are optional in Arabic and Hebrew. Turkish dotted and dotless i fold to
 * one letter, in every language, so that no locale has to be known.
 */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKC')
      // Upper case first: it makes two letters of "ß", and one letter of both forms of sigma.
      .toUpperCase()
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(invisible, '')
      .replaceAll(optionalMarks, '')
      .normalize('NFC')
      .replaceAll(apostrophes, "'")
      .replaceAll('ı', 'i')
      .replaceAll('ς', 'σ')
  );
}

/** Soft hyphen, zero-width characters and joiners, direction marks, fillers of editors. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|\u034f/g;

/** Arabic vowel marks and tatweel, Hebrew points; and the dot that stays when a Turkish capital i becomes small. */
const optionalMarks =
  /[\u064b-\u065f\u0670\u0640\u06d6-\u06ed\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]|(?<=i)\u0307/g;

const apostrophes = /[\u2018\u2019\u201b\u02bc\u02b9\u0060\u00b4\u2032]/g;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * Whole words of a text, folded, in order; what lies between words does not count. Languages without spaces have words
 * too.
 */
export const foldedWords = (text: string): string[] =>
  Array.from(segmenter.segment(fold(text)))
    .filter((segment) => segment.isWordLike)
    .map((segment) => segment.segment);
