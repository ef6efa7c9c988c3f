/**
 * A fraction as per cent with one decimal, such as "12.3". It has a minus sign instead of a hyphen and never says
 * "−0.0". The sign "%" is left to the caller.
 */
export const oneDecimal = (fraction: number): string =>
  (100 * fraction)
    .toFixed(1)
    .replace(/^-0\.0$/, '0.0')
    .replace('-', '−');

/** "12.3 %", kept on one line. */
export const percent = (fraction: number): string => `${oneDecimal(fraction)}\u00a0%`;

/** "9.1 to 15.6 %" */
export const percentRange = (low: number, high: number): string => `${oneDecimal(low)} to ${percent(high)}`;

/** As few digits as say it, three at most: "95 %", "4.95 %". */
export const shortPercent = (fraction: number): string => `${Number((100 * fraction).toPrecision(3))}\u00a0%`;
