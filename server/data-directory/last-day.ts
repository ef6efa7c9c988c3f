import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../configuration.ts';
import { writeDurably } from './durable-file.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Longest step of the clock, in days, that nobody has to explain. */
const longestStep = 1;

/**
 * The day on which a server last ran here, and nothing finer. It is written by the clock alone, whether or not a report
 * arrives.
 */
const dayFile = (directory: string): string => join(directory, 'last-day');
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Whether a clock is too far from the day on which a server last ran, in either direction. */
export const isFarFrom = (last: string, now: number): boolean =>
  Math.abs(Date.parse(dayOf(now)) - Date.parse(last)) / dayMs > longestStep;

/**
 * Why a start is refused.
 *
 * @param where completes "a server last ran …"
 */
export const clockRefusal = (last: string, now: number, where: string): ConfigurationError =>
  new ConfigurationError(
    `The clock says ${dayOf(now)}, and a server last ran ${where} on ${last}. A wrong clock would close rounds for good. ` +
      'Set it right. If it is right, because the server was off in between, start with --accept-clock.',
  );

/**
 * Refuses a clock that is far from the day on which a server last ran: a clock that is ahead closes rounds for good,
 * and signs rounds that open in the future.
 *
 * @param accepted whether the operator knows that the clock is right
 * @throws {ConfigurationError}
 */
export function checkClock(directory: string, now: number, accepted: boolean): void {
  const last = lastDay(directory);
  if (last !== undefined && !accepted && isFarFrom(last, now)) {
    throw clockRefusal(last, now, 'on this data directory');
  }
  if (last === dayOf(now)) return;
  try {
    writeDurably(dayFile(directory), `${dayOf(now)}\n`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigurationError(`DONOR_DATA: ${dayFile(directory)} cannot be written (${code})`);
  }
}

/** Writes the day down while a server runs. A clock that jumps meanwhile is left for the next start to ask about. */
export function rememberDay(directory: string, now: number): void {
  const last = lastDay(directory);
  if (last === dayOf(now) || (last !== undefined && isFarFrom(last, now))) return;
  try {
    writeDurably(dayFile(directory), `${dayOf(now)}\n`);
  } catch {
    // A full disk is told of by what has to be stored.
  }
}

function lastDay(directory: string): string | undefined {
  try {
    return /^\d{4}-\d{2}-\d{2}(?=\n$)/.exec(readFileSync(dayFile(directory), 'utf8'))?.[0];
  } catch {
    return undefined;
  }
}
