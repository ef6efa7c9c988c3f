const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** "2,000" */
export const count = (value: number): string => whole.format(value);

/** Three significant digits, which is more than any epsilon deserves. */
export const epsilon = (value: number): string => String(Number(value.toPrecision(3)));

/** "30 June 2027 at 00:00 UTC" */
export const time = (iso: string): string => `${dates.format(new Date(iso))} UTC`;

/** "1 in 1,000,000" */
export const oneIn = (probability: number): string => `1 in ${count(1 / probability)}`;

export const plural = (number: number, one: string, many: string): string =>
  `${count(number)} ${number === 1 ? one : many}`;

export const noneLabel = 'none of these (wrote nothing, or nothing similar)';

/** Why a round was closed without a release, for the page and the command. */
export const withheldReason =
  'The server was restored from a backup while this round was open, and reports that arrived after the backup are lost.';
