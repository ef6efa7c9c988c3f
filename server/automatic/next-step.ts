import { releasePlanOf } from '../../core/protocol/manifest.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { TooFewTexts } from '../evolution/fit-task.ts';
import { RoundsDiffer } from '../evolution/known-rounds.ts';
import { holdNextRound, nextRound } from '../evolution/next-round.ts';
import { noRoomLeft } from '../evolution/proposal.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import { signPublication } from '../studies/publish.ts';
import { examine } from '../studies/publishable.ts';
import { StudyFolderError } from '../studies/study-problem.ts';
import { folderWith, type OpenedRound } from './approved-pool.ts';
import type { AutomaticOptions, Taken } from './automatic.ts';
import { knownHere } from './known-here.ts';
import { limited, modelOfStudy, type Pool } from './pools.ts';
import type { RunState, StopCode } from './run-state.ts';

interface Tools extends AutomaticOptions {
  readonly signal: AbortSignal;
}

/** Choices between texts that are as good; the same each time, so that a step done again chooses the same. */
const seed = 1;

/**
 * The next step of a run that is running: what it does has happened or happens together with it, and doing it again
 * does nothing more. Undefined while there is nothing to do but to wait.
 */
export async function nextStep(tools: Tools, name: string, state: RunState): Promise<Taken | undefined> {
  const study = tools.catalogue.studyNamed(name);
  if (!study || study.withdrawn) return stopped(state, 'study-withdrawn', 'the study was withdrawn');
  if (study.endedAt !== undefined || tools.catalogue.isOver(study.signed.document)) {
    return stopped(state, 'study-ended', 'the study has ended');
  }
  try {
    switch (state.next.do) {
      case 'wait':
        return await wait(tools, study, state);
      case 'close': {
        const { round } = state.next;
        await tools.lifecycle.close(round);
        const number = study.rounds.findIndex(({ id }) => id === round) + 1;
        return { state: { ...state, next: { do: 'choose' } }, step: { kind: 'closed', round: number } };
      }
      case 'choose':
        return await choose(tools, study, state);
      case 'open':
        return await open(tools, study, state, state.next.texts);
    }
  } catch (error) {
    if (error instanceof TooFewTexts) return stopped(state, 'pool-exhausted', error.message);
    if (error instanceof RoundsDiffer) return stopped(state, 'model-missing', error.message);
    // What a file is called here is no business of a researcher elsewhere.
    if (error instanceof StudyFolderError) {
      const reasons = error.problems.map(({ field, message }) =>
        field === undefined ? message : `${field}: ${message}`,
      );
      return stopped(state, 'not-covered', reasons.join('; '));
    }
    throw error;
  }
}

function stopped(state: RunState, code: StopCode, reason: string): Taken {
  return { state: { ...state, phase: 'stopped' }, step: { kind: 'stopped', code, reason } };
}

const isCandidates = ({ signed }: StoredRound): boolean => signed.document.kind === 'candidates';

/** What the public page says of an open round's reports, and nothing finer (P11). */
function coarseTotalOf({ outcome }: RoundResults): number | undefined {
  if (outcome.state === 'open') return outcome.coarseTotal;
  return outcome.state === 'released' && outcome.next.state === 'open' ? outcome.next.coarseTotal : undefined;
}

async function wait({ catalogue, results }: Tools, study: StoredStudy, state: RunState): Promise<Taken | undefined> {
  const open = study.rounds.findLast((round) => isCandidates(round) && !catalogue.isClosed(round));
  if (!open) {
    const number = study.rounds.findLastIndex(isCandidates) + 1;
    return { state: { ...state, next: { do: 'choose' } }, step: { kind: 'closed', round: number } };
  }
  const position = study.rounds.indexOf(open);
  const { reports } = state.settings;
  // A round that a person opened closes as that person said.
  if (reports === undefined || position < study.rounds.length - state.opened.length) return undefined;
  const found = await results.of(open.id);
  const coarseTotal = found && coarseTotalOf(found);
  if (coarseTotal === undefined || coarseTotal < reports) return undefined;
  return {
    state: { ...state, next: { do: 'close', round: open.id } },
    step: { kind: 'limit-reached', round: position + 1, coarseTotal },
  };
}

/** The approved pool of a run, or why there is none. */
async function poolOf({ pools }: Tools, name: string, state: RunState): Promise<Pool | Taken> {
  const pool = await pools.still({ name, sha256: state.pool });
  if (pool) return pool;
  return (await pools.named(name))
    ? stopped(state, 'pool-changed', 'its pool is not the one that was approved')
    : stopped(state, 'pool-missing', 'there is no pool any more; a backup that was restored has none');
}

const isTaken = (found: Pool | Taken): found is Taken => 'step' in found;

async function choose(tools: Tools, study: StoredStudy, state: RunState): Promise<Taken> {
  const { results, pools } = tools;
  const { name } = study.signed.document;
  const last = study.rounds.findLast(isCandidates) as StoredRound;
  const outcome = (await results.of(last.id))?.outcome;
  const number = study.rounds.indexOf(last) + 1;
  if (outcome?.state !== 'released') {
    const { minimumReports } = releasePlanOf(last.signed.document);
    const reason =
      outcome?.state === 'withheld'
        ? `round ${number} was closed without a release, because the server was restored from a backup`
        : `round ${number} has closed with fewer than ${minimumReports} reports, and nothing may be learned from it`;
    return stopped(state, 'too-few-reports', reason);
  }
  const { rounds, candidates, hours } = state.settings;
  if (state.opened.length >= rounds) {
    return stopped(state, 'rounds-done', rounds === 1 ? 'its round was run' : `all of its ${rounds} rounds were run`);
  }
  const pool = await poolOf(tools, name, state);
  if (isTaken(pool)) return pool;
  if (study.rounds.length !== pool.approved.written.study.rounds.length + state.opened.length) {
    return logChanged(state);
  }
  const proposed = await pools.propose(pool.stored, { candidates, hours, seed, signal: tools.signal });
  if (proposed === 'changed') return stopped(state, 'pool-changed', 'its pool is not the one that was approved');
  if (proposed === 'unembedded') return stopped(state, 'pool-missing', 'the embeddings of its pool are gone');
  // A person has opened one this very moment.
  if (proposed === 'round-open') return logChanged(state);
  const { proposal, so, fit } = proposed;
  if (proposal.problems.length > 0) throw new StudyFolderError(proposal.problems);
  if (proposal.stop !== undefined) {
    return stopped(state, proposal.spent ? 'volunteers-spent' : 'settled', proposal.stop);
  }
  return {
    state: { ...state, next: { do: 'open', texts: proposal.candidates.map(({ text }) => text) } },
    step: {
      kind: 'chosen',
      round: proposal.round.number,
      learnedFrom: so.known.map(({ number, evidence }) => ({ round: number, reports: evidence.reports })),
      moved: fit.moved,
      candidates: proposal.candidates.map(({ text, source, before, why }) => {
        return { text, source, before: [...before], why };
      }),
    },
  };
}

const logChanged = (state: RunState): Taken =>
  stopped(state, 'log-changed', 'a person has opened a round meanwhile; start it again with the folder as it is now');

/** Makes the round anew from what was approved, and believes of what was stored only which texts were chosen. */
async function open(tools: Tools, study: StoredStudy, state: RunState, texts: readonly string[]): Promise<Taken> {
  const { store, catalogue, results, pools, keys, now } = tools;
  const pool = await poolOf(tools, study.signed.document.name, state);
  if (isTaken(pool)) return pool;
  const { approved, stored } = pool;
  const rowOf = new Map(approved.texts.map(({ text }, row) => [text, row]));
  if (texts.some((text) => !rowOf.has(text))) {
    return stopped(state, 'not-approved', 'a text was to be published that nobody has approved');
  }
  if (study.rounds.length !== approved.written.study.rounds.length + state.opened.length) return logChanged(state);
  const soFar = await pools.folder(pool);
  const { bundle } = await knownHere(study, { store, catalogue, results });
  const round = limited(nextRound(soFar, bundle.rounds, now()), state.settings.hours, soFar, now());
  const held = holdNextRound(soFar, bundle, round, texts, now());
  if (held.problems.length > 0) throw new StudyFolderError(held.problems);
  if (held.spent) return stopped(state, 'volunteers-spent', noRoomLeft);
  const before = state.opened.map((entry, i): OpenedRound => {
    const position = approved.written.study.rounds.length + i;
    return { entry, texts: soFar.rounds[position]?.list ?? [] };
  });
  const publishable = await examine(folderWith(approved, [...before, { entry: round.entry, texts }]), catalogue, now());
  const model = modelOfStudy(study);
  const vectors = await pools.vectors(stored, approved.texts.length, model);
  if (!vectors) return stopped(state, 'pool-missing', 'the embeddings of its pool are gone');
  const vectorOf = (text: string): Float32Array => {
    const from = (rowOf.get(text) as number) * model.dimensions;
    return vectors.subarray(from, from + model.dimensions);
  };
  const publication = await signPublication(publishable, { keys, embed: async (list) => list.map(vectorOf), now });
  const opened = publication.rounds[0];
  if (!opened || publication.rounds.length > 1) throw new Error('expected one new round');
  return {
    state: { ...state, opened: [...state.opened, round.entry], next: { do: 'wait' } },
    step: {
      kind: 'opened',
      round: round.number,
      id: opened.id,
      closesAt: opened.signed.document.closesAt,
      cohorts: [...(round.cohorts ?? [])],
    },
    publication,
  };
}
