import { InvalidArgumentError } from 'commander';

/** Reader of an option that is a whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = readNumber(text);
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}

/** Reader of an option that is a number above 0 and at most `max`. */
export function positiveNumber(max: number): (text: string) => number {
  return (text) => {
    const value = readNumber(text);
    if (value > 0 && value <= max) return value;
    throw new InvalidArgumentError(`Expected a number above 0, at most ${max}.`);
  };
}

/** NaN for anything but a plain decimal number: `Number` alone would take '', ' ' and '0x10'. */
const readNumber = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
