import { readingTimeMs } from '../../donation/send-time.ts';
import type { RoundRecord } from '../../storage/database.ts';
import type { RoundView, StudyView } from '../device/read-studies.ts';
import { reasonInWords } from './reasons.ts';
import { dateInWords, momentInWords } from './time.ts';

/** Whether the texts of a round came within the last day: it is not answered by itself before that is over. */
export const isNew = ({ record: { textsCameAt }, answered }: RoundView, now: number): boolean =>
  !answered && textsCameAt !== undefined && now < textsCameAt + readingTimeMs;

/** The times at which what is said of rounds that were not answered changes. */
export const momentsOfRounds = (studies: readonly StudyView[]): number[] =>
  studies.flatMap(({ rounds }) => rounds.flatMap((round) => (round.answered ? [] : momentsOf(round.record))));

const momentsOf = ({ signed: { document }, textsCameAt }: RoundRecord): number[] => [
  Date.parse(document.opensAt),
  Date.parse(document.closesAt),
  ...(textsCameAt === undefined ? [] : [textsCameAt + readingTimeMs]),
];

/** Where a round stands for this device, in a few words. */
export function roundInWords({ record, answered }: RoundView, now: number): string {
  const opensAt = Date.parse(record.signed.document.opensAt);
  const closesAt = Date.parse(record.signed.document.closesAt);
  if (answered) return 'answered';
  if (record.closed || closesAt <= now) return 'closed, not answered';
  if (opensAt > now) return `opens on ${dateInWords(opensAt)}`;
  if (record.problem === null && record.textsCameAt !== undefined && isNew({ record, answered }, now)) {
    return `its texts are here; answered by itself from ${momentInWords(record.textsCameAt + readingTimeMs)} on`;
  }
  if (record.problem !== null) return reasonInWords(record.problem);
  return `open until ${dateInWords(closesAt)}, not answered yet`;
}
