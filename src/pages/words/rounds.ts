import type { RoundView } from '../device/read-studies.ts';
import { dateInWords } from './time.ts';

/** Where a round stands for this device, in a few words. */
export function roundInWords({ record, answered }: RoundView, now: number): string {
  const opensAt = Date.parse(record.signed.document.opensAt);
  const closesAt = Date.parse(record.signed.document.closesAt);
  if (answered) return 'answered';
  if (record.closed || closesAt <= now) return 'closed, not answered';
  if (opensAt > now) return `opens on ${dateInWords(opensAt)}`;
  return record.problem ?? `open until ${dateInWords(closesAt)}, not answered yet`;
}
