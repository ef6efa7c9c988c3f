import { say } from '../../language/say.ts';
import type { StoredReason } from '../../refusal.ts';
import type { StudiesView, StudyView } from '../device/read-studies.ts';
import { roundState } from './rounds.ts';
import { durationInWords, momentInWords } from './time.ts';

/** One thing that is so in a study, or that comes next. The first one of a study matters most. */
export type Status =
  | { readonly kind: 'corrected' | 'ended' | 'paused' | 'nothing' | 'joined' }
  /** Its rounds could not be looked at; `since` is null on a device that did not note it. */
  | { readonly kind: 'problem'; readonly reason: StoredReason; readonly since: number | null }
  /** Questions whose texts can be read. */
  | { readonly kind: 'ready'; readonly count: number }
  /** The first of these is answered by itself after `from`. */
  | { readonly kind: 'by-itself'; readonly count: number; readonly from: number }
  | { readonly kind: 'waiting'; readonly count: number }
  | { readonly kind: 'opens'; readonly at: number }
  /** When its rounds are looked at next. */
  | { readonly kind: 'next-look'; readonly at: number };

/** How a study stands and what comes next, the most important first. */
export function studyStatus(
  { study, rounds, waiting }: StudyView,
  { paused, nextLookAt }: Pick<StudiesView, 'paused' | 'nextLookAt'>,
  now: number,
): Status[] {
  const reports: Status[] = waiting.length > 0 ? [{ kind: 'waiting', count: waiting.length }] : [];
  if (study.correction) return [{ kind: 'corrected' }, ...reports];
  if (Date.parse(study.signed.document.endsAt) <= now) return [{ kind: 'ended' }, ...reports];
  if (paused) return [{ kind: 'paused' }, ...reports];
  const look: Status[] = nextLookAt === null ? [] : [{ kind: 'next-look', at: nextLookAt }];
  if (study.problem !== null) {
    return [{ kind: 'problem', reason: study.problem, since: study.problemSince ?? null }, ...reports, ...look];
  }
  const states = rounds.map((round) => roundState(round, now));
  const ready = states.flatMap((state) => (state.kind === 'ready' ? [state.from] : []));
  const opening = states.flatMap((state) => (state.kind === 'opens' ? [state.at] : []));
  const count = ready.length;
  const asked: Status[] =
    count > 0
      ? [
          { kind: 'ready', count },
          { kind: 'by-itself', count, from: Math.min(...ready) },
        ]
      : [];
  const next: Status[] = opening.length > 0 ? [{ kind: 'opens', at: Math.min(...opening) }] : [];
  const idle: Status[] = [{ kind: study.log.length === 0 ? 'joined' : 'nothing' }];
  const head = [...asked, ...reports];
  return [...(head.length > 0 ? head : idle), ...next, ...look];
}

const minuteMs = 60 * 1000;
const hourMs = 60 * minuteMs;

/** A time to come in words, never shorter than it is: "6 hours", or "20 minutes" below one hour. */
export function withinWords(ms: number): string {
  const step = ms > hourMs ? hourMs : 10 * minuteMs;
  return durationInWords(Math.max(1, Math.ceil(ms / step)) * step);
}

/** One status as a sentence; the page adds what can be done about it. */
export function statusInWords(status: Status, now: number): string {
  switch (status.kind) {
    case 'corrected':
      return say('home_status_corrected');
    case 'ended':
      return say('home_status_ended');
    case 'paused':
      return say('home_status_paused');
    case 'joined':
      return say('home_status_joined');
    case 'nothing':
      return say('home_status_nothing');
    case 'problem':
      return status.since === null
        ? say('home_status_problem')
        : say('home_status_problem_since', { since: momentInWords(status.since) });
    case 'ready':
      return say('home_status_ready', { count: status.count });
    case 'by-itself':
      return status.from > now
        ? say('home_status_by_itself', { count: status.count, from: momentInWords(status.from) })
        : say('home_status_due', { count: status.count });
    case 'waiting':
      return say('home_status_waiting', { count: status.count });
    case 'opens':
      return say('home_status_opens', { at: momentInWords(status.at) });
    case 'next-look':
      return status.at > now
        ? say('home_status_next_look', { within: withinWords(status.at - now) })
        : say('home_status_look_soon');
  }
}
