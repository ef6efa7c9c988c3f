/** Writes fractions as per cent, rounded in one way in every locale. */
export interface Percentages {
  /**
   * One decimal, such as "12.3", with a minus sign instead of a hyphen; never "−0.0". The sign "%" is left to the
   * caller.
   */
  oneDecimal(fraction: number): string;
  /** "12.3%" */
  percent(fraction: number): string;
  /** As few digits as say it, three at most: "95%", "4.95%". */
  shortPercent(fraction: number): string;
}

/** How `locale` writes fractions as per cent; where it puts a space before "%", that is kept on one line. */
export function percentagesOf(locale: string): Percentages {
  const writer = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, { signDisplay: 'negative', ...options });
    return (value: number): string => format.format(value).replace('-', '−');
  };
  const decimals = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const oneDecimal = writer(decimals);
  return {
    oneDecimal: (fraction) => oneDecimal(100 * fraction),
    percent: writer({ style: 'percent', ...decimals }),
    shortPercent: writer({ style: 'percent', maximumSignificantDigits: 3 }),
  };
}

/** As commands and files say it, in English. */
export const { oneDecimal, percent, shortPercent } = percentagesOf('en-GB');

/** "9.1 to 15.6%" */
export const percentRange = (low: number, high: number): string => `${oneDecimal(low)} to ${percent(high)}`;
