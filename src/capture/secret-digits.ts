/** What may stand between two groups of one number. */
const gap = /^[\s./\\_|·•-]{1,6}$/;

/** A comma parts prices and lists; only between groups of four does it look like a card. */
const commaGap = /^\s?,\s{0,2}$/;

interface Run {
  readonly digits: string;
  /** Where groups begin in `digits`, and where the last one ends. */
  readonly borders: ReadonlySet<number>;
}

/** First digits and lengths of the card networks (ISO/IEC 7812-1); the last column is what people hold most. */
const networks: readonly (readonly [pattern: RegExp, lengths: readonly number[], common: readonly number[]])[] = [
  [/^4/, [13, 16, 19], [16]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16], [16]],
  [/^3[47]/, [15], [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19], [16]],
  [/^(?:30[0-5]|3095|3[689])/, [14, 16, 19], []],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19], [16]],
  [/^62/, [16, 17, 18, 19], [16]],
  [/^(?:5018|5020|5038|5893|6304|6759|676[1-3])/, [13, 14, 15, 16, 17, 18, 19], [16]],
];

/** Every network's first digits fit in here. */
const longestPrefix = 4;

/** Finds a card number among all digits of the text, wherever it begins. */
export const holdsCardNumber = (text: string): boolean => digitRuns(text).some(runHoldsCard);

/** Groups of digits with nothing but a gap between them make one run. */
function digitRuns(text: string): Run[] {
  const runs: { digits: string; borders: Set<number> }[] = [];
  let end = 0;
  let before = '';
  for (const { 0: group, index } of text.matchAll(/\d+/g)) {
    const between = text.slice(end, index);
    const joined = gap.test(between) || (before.length === 4 && group.length === 4 && commaGap.test(between));
    let run = runs.at(-1);
    if (!run || !joined) {
      run = { digits: '', borders: new Set([0]) };
      runs.push(run);
    }
    run.digits += group;
    run.borders.add(run.digits.length);
    end = index + group.length;
    before = group;
  }
  return runs;
}

function runHoldsCard({ digits, borders }: Run): boolean {
  // Networks that are not listed: a number that stands alone as a card number does.
  if (digits.length === 16 && isGroupedAsCard(borders, 0, 16) && passesLuhn(digits)) return true;
  for (let start = 0; start + 13 <= digits.length; start++) {
    const prefix = digits.slice(start, start + longestPrefix);
    const network = networks.find(([pattern]) => pattern.test(prefix));
    if (!network) continue;
    for (const length of network[1]) {
      const end = start + length;
      if (end > digits.length || !passesLuhn(digits.slice(start, end))) continue;
      const alone = borders.has(start) && borders.has(end) && isOneNumber(borders, start, end);
      // Thirteen digits in odd groups are two telephone numbers more often than an old card.
      if (alone && (length > 13 || isGroupedAsCard(borders, start, end))) return true;
      // Other digits stick to it: then its own groups must look like those of a card.
      if (network[2].includes(length) && isGroupedAsCard(borders, start, end)) return true;
    }
  }
  return false;
}

/** Many groups are a list of numbers, unless each is a single digit. */
function isOneNumber(borders: ReadonlySet<number>, start: number, end: number): boolean {
  let groups = 1;
  for (let i = start + 1; i < end; i++) if (borders.has(i)) groups++;
  return groups <= 8 || groups === end - start;
}

/** One block, groups of four, or 4-6-5 as on cards with 15 digits. */
function isGroupedAsCard(borders: ReadonlySet<number>, start: number, end: number): boolean {
  let fours = true;
  let sixes = end - start <= 15;
  let block = true;
  for (let i = 1; i < end - start; i++) {
    const isBorder = borders.has(start + i);
    if (isBorder) block = false;
    if (isBorder !== (i % 4 === 0)) fours = false;
    if (isBorder !== (i === 4 || i === 10)) sixes = false;
  }
  return block || fours || sixes;
}

/** Luhn: from the right, every second digit is doubled, its digits are added up, and the sum is a multiple of 10. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighted = i % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0 && new Set(digits).size > 1;
}

/** Three, two and four digits: area, group and serial, of which some were never given out. */
const ssnLike = /(?<![\d.-]|\d\s)(\d{3})(\s?-\s?|[\s.·/])(\d{2})(\s?-\s?|[\s.·/])(\d{4})(?![\d]|[\s.-]\d)/g;

const labelledSsn = /(?:\bssn\b|social security)[^\d\n]{0,25}(\d{3})[\s.-]{0,3}(\d{2})[\s.-]{0,3}(\d{4})(?!\d)/gi;

export function holdsSsn(text: string): boolean {
  for (const [, area = '', first = '', group = '', second = '', serial = ''] of text.matchAll(ssnLike)) {
    const dashed = first.includes('-') && second.includes('-');
    // Without dashes a year at the end makes it a number before a date.
    if (isSsn(area, group, serial) && (dashed || !/^(?:19|20)/.test(serial))) return true;
  }
  for (const [, area = '', group = '', serial = ''] of text.matchAll(labelledSsn)) {
    if (isSsn(area, group, serial)) return true;
  }
  return false;
}

const isSsn = (area: string, group: string, serial: string): boolean =>
  area !== '000' && area !== '666' && !area.startsWith('9') && group !== '00' && serial !== '0000';
