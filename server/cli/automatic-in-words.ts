import { percent } from '../../core/percent.ts';
import type { RunInShort } from '../automatic/automatic-documents.ts';
import type { RunSettings, RunStep } from '../automatic/run-state.ts';
import { namedRounds } from '../studies/study-plan.ts';

const counted = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** "3 rounds; each closes after 72 hours, or when its public total says at least 500 reports" */
export function settingsInWords({ rounds, hours, reports, candidates }: RunSettings): string {
  const limits = [
    ...(hours === undefined ? [] : [`after ${counted(hours, 'hour')}`]),
    ...(reports === undefined ? [] : [`when its public total says at least ${reports} reports`]),
  ];
  const size = candidates === undefined ? '' : `, with ${candidates} candidates`;
  return `${counted(rounds, 'round')}${size}; each closes ${limits.join(', or ')}`;
}

/** What the run does now. */
export function nextInWords({ phase, next, opened, settings, steps }: RunInShort): string {
  if (phase === 'paused') return 'paused; donor automatic resume goes on';
  const last = steps.at(-1)?.step;
  if (phase === 'stopped') return last?.kind === 'stopped' ? `stopped: ${last.reason}` : 'stopped';
  const done = `${opened.length} of ${counted(settings.rounds, 'round')} opened`;
  const doing = {
    wait: 'waits until the open round has closed',
    close: 'closes the round',
    choose: 'chooses the texts of the next round',
    open: 'opens the next round',
  }[next];
  return `${doing}; ${done}`;
}

/** A line of the log. */
export function stepInWords(step: RunStep): string {
  switch (step.kind) {
    case 'started':
      return `started with ${step.texts} approved texts: ${settingsInWords(step.settings)}`;
    case 'paused':
      return 'paused by a person';
    case 'resumed':
      return 'resumed by a person';
    case 'limit-reached':
      return `round ${step.round} has at least ${step.coarseTotal} reports, by its public total: it closes`;
    case 'closed':
      return `round ${step.round} is closed`;
    case 'chosen': {
      const known = step.learnedFrom.reduce((sum, { reports }) => sum + reports, 0);
      const rounds = namedRounds(step.learnedFrom.map(({ round }) => round));
      const kept = step.candidates.filter(({ before }) => before.length > 0).length;
      const moved = step.moved === null ? '' : `; the last one moved ${percent(step.moved)} of the fit`;
      return `chose ${step.candidates.length} texts for round ${step.round} (${kept} kept, ${step.candidates.length - kept} new), learned from ${rounds}, ${known} reports${moved}`;
    }
    case 'opened': {
      const cohorts =
        step.cohorts.length === 0
          ? ''
          : ` for ${step.cohorts.length === 1 ? 'cohort' : 'cohorts'} ${step.cohorts.join(', ')}`;
      return `opened round ${step.round}${cohorts}, until ${step.closesAt}`;
    }
    case 'stopped':
      return `stopped: ${step.reason}`;
  }
}
