import { readingTimeMs } from '../../donation/send-time.ts';
import { say } from '../../language/say.ts';
import type { StoredReason } from '../../refusal.ts';
import type { RoundView, StudiesView } from '../device/read-studies.ts';
import { reasonInWords } from './reasons.ts';
import { dateInWords, momentInWords } from './time.ts';

/** Where a round stands for this device. */
export type RoundState =
  | { readonly kind: 'answered' | 'closed' | 'asks-others' }
  | { readonly kind: 'opens'; readonly at: number }
  /** Why it is not answered. */
  | { readonly kind: 'problem'; readonly reason: StoredReason }
  /** Its texts can be read; it is answered by itself at the first look after `from`. */
  | { readonly kind: 'ready'; readonly from: number }
  /** Its texts are not here so far. */
  | { readonly kind: 'open'; readonly until: number };

export function roundState({ record, answered, asksMe }: RoundView, now: number): RoundState {
  const { document } = record.signed;
  const [opensAt, closesAt] = [Date.parse(document.opensAt), Date.parse(document.closesAt)];
  if (answered) return { kind: 'answered' };
  if (record.closed || closesAt <= now) return { kind: 'closed' };
  if (!asksMe) return { kind: 'asks-others' };
  if (opensAt > now) return { kind: 'opens', at: opensAt };
  if (record.problem !== null) return { kind: 'problem', reason: record.problem };
  if (record.textsCameAt === undefined) return { kind: 'open', until: closesAt };
  return { kind: 'ready', from: record.textsCameAt + readingTimeMs };
}

/** The times at which what is said of studies and of rounds that were not answered changes. */
export const momentsOfStudies = ({ studies, nextLookAt }: StudiesView): number[] => [
  ...(nextLookAt === null ? [] : [nextLookAt]),
  ...studies.flatMap(({ study, rounds }) => [
    Date.parse(study.signed.document.endsAt),
    ...rounds.flatMap((round) => (round.answered ? [] : momentsOfRound(round))),
  ]),
];

const momentsOfRound = ({ record: { signed, textsCameAt } }: RoundView): number[] => [
  Date.parse(signed.document.opensAt),
  Date.parse(signed.document.closesAt),
  ...(textsCameAt === undefined ? [] : [textsCameAt + readingTimeMs]),
];

/** Whether the texts of a round came within the last day: it is not answered by itself before that is over. */
export const isNew = (state: RoundState, now: number): boolean => state.kind === 'ready' && now < state.from;

/** Where a round stands, in a sentence. */
export function roundInWords(state: RoundState, now: number): string {
  switch (state.kind) {
    case 'answered':
      return say('home_round_answered');
    case 'closed':
      return say('home_round_closed');
    case 'asks-others':
      return say('home_round_asks_others');
    case 'opens':
      return say('home_round_opens', { at: dateInWords(state.at) });
    case 'problem':
      return reasonInWords(state.reason);
    case 'ready':
      return isNew(state, now) ? say('home_round_ready', { from: momentInWords(state.from) }) : say('home_round_due');
    case 'open':
      return say('home_round_open', { until: dateInWords(state.until) });
  }
}
