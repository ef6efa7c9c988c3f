import { takesPart } from '../../core/answering/candidates.ts';
import { fragmentSearch } from '../../core/answering/fragments.ts';
import { decodeEmbeddings, type EmbeddingBatch, encodeEmbeddings } from '../../core/embedding/batch.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import { type DraftSource, seededOrder } from '../../fleet/drawn-drafts.ts';
import type { FleetRound, FleetVotes } from '../../fleet/fleet-votes.ts';
import { type SimulatedRound, simulatedRound } from '../../fleet/simulated-round.ts';
import type { Embedder } from '../studies/embedder.ts';
import { mechanismFor } from '../studies/questions.ts';
import type { RoundOfFolder, StudyFolder } from '../studies/study-folder.ts';
import { modelOf } from '../studies/study-model.ts';
import { cohortBudgets } from '../studies/study-plan.ts';
import { runFleet } from './fleet-threads.ts';
import { distinctTexts, type RealText } from './real-texts.ts';

export interface SimulationOptions {
  readonly volunteers: number;
  /** Decides who writes what, and nothing else. */
  readonly seed: number;
  /** Vectors of texts, in order; the caller may know some already. */
  readonly embed: Embedder['embed'];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Told how far each part of the work is. */
  readonly onProgress: (what: 'texts embedded' | 'volunteers voted', done: number, of: number) => void;
  /** Whether the votes are given back, to be sent to a server. */
  readonly keepVotes?: boolean;
  readonly signal?: AbortSignal;
}

export interface Simulation {
  readonly rounds: readonly SimulatedRound[];
  /** Of each round; the votes only when they were asked for. */
  readonly votes: readonly FleetVotes[];
}

/**
 * Lets simulated volunteers who have real texts as their drafts answer every round of a study, as devices would:
 * cohort, caps, choice of a draft, true answer and randomised vote are those of the core. Texts and answers go nowhere.
 */
export async function simulateStudy(
  folder: StudyFolder,
  rows: readonly RealText[],
  options: SimulationOptions,
): Promise<Simulation> {
  const { volunteers, seed, now, keepVotes = false, signal } = options;
  const { texts, indices } = distinctTexts(rows);
  const { dimensions } = modelOf(folder.study);
  const drafts = shared(Float32Array, texts.length * dimensions);
  if (folder.rounds.some(({ kind }) => kind === 'candidates')) {
    (await embedded(texts, options)).forEach((vector, i) => {
      drafts.set(vector, i * dimensions);
    });
  }
  const budgets = cohortBudgets(folder, now);
  const batches: (EmbeddingBatch | null)[] = [];
  const rounds: FleetRound[] = [];
  for (const [i, round] of folder.rounds.entries()) {
    const cohorts = budgets.filter(({ days }) => days[i] !== null).map(({ cohort }) => cohort);
    batches.push(
      round.kind === 'candidates' ? decodeEmbeddings(encodeEmbeddings(await embedded(round.list, options))) : null,
    );
    rounds.push(fleetRound(round, cohorts, texts, folder.study.languages));
  }
  const votes = await runFleet(
    {
      drafts,
      dimensions,
      rounds,
      batches,
      source: draftSource(rows, indices, seed),
      seed,
      cohorts: folder.study.cohorts,
      keepVotes,
    },
    {
      texts: texts.length,
      volunteers,
      onProgress: (done, of) => options.onProgress('volunteers voted', done, of),
      ...(signal ? { signal } : {}),
    },
  );
  return {
    votes,
    rounds: folder.rounds.map((round, i) => {
      const { title, list, epsilon, releases } = round;
      const { mechanism } = rounds[i] as FleetRound;
      const texts = { title, texts: list, isPrevalence: isPrevalence(round) };
      const described = { ...texts, mechanism, number: i + 1, epsilon, releases };
      return simulatedRound(described, votes[i] as FleetVotes);
    }),
  };
}

const embedded = (
  texts: readonly string[],
  { embed, onProgress, signal }: SimulationOptions,
): Promise<Float32Array[]> =>
  embed(texts, {
    onProgress: (done) => onProgress('texts embedded', done, texts.length),
    ...(signal ? { signal } : {}),
  });

/** An array that threads see without a copy. */
function shared<Numbers>(
  kind: { new (buffer: SharedArrayBuffer): Numbers; readonly BYTES_PER_ELEMENT: number },
  length: number,
): Numbers {
  return new kind(new SharedArrayBuffer(length * kind.BYTES_PER_ELEMENT));
}

function fleetRound(
  round: RoundOfFolder,
  cohorts: readonly number[],
  texts: readonly string[],
  languages: readonly string[],
): FleetRound {
  const mechanism = mechanismFor(round, round.list.length);
  if (round.kind === 'candidates') {
    const { kind, answerRule, recentDrafts, minSimilarity } = round;
    const rows = shared(Int32Array, texts.length);
    const similarities = shared(Float64Array, texts.length);
    const parts = shared(Uint8Array, texts.length);
    texts.forEach((text, i) => {
      parts[i] = takesPart(text, languages) ? 1 : 0;
    });
    const rule = { answerRule, recentDrafts, minSimilarity };
    return { kind, mechanism, cohorts, ...rule, rows, takesPart: parts, similarities };
  }
  const found = texts.map(fragmentSearch(round.list));
  const starts = shared(Uint32Array, texts.length + 1);
  const seen = shared(
    Uint16Array,
    found.reduce((sum, list) => sum + list.length, 0),
  );
  let at = 0;
  found.forEach((list, text) => {
    seen.set(list, at);
    at += list.length;
    starts[text + 1] = at;
  });
  const { kind, poll, list } = round;
  return { kind, poll, fragments: list.length, mechanism, cohorts, starts, seen };
}

/** Persons have their own texts; else topics are the labels, and without labels there is one topic of all texts. */
function draftSource(rows: readonly RealText[], indices: readonly number[], seed: number): DraftSource {
  const isOfPersons = rows.some(({ person }) => person !== undefined);
  const groups = new Map<string, number[]>();
  rows.forEach(({ person, label }, i) => {
    const name = (isOfPersons ? person : label) ?? '';
    const group = groups.get(name) ?? [];
    group.push(indices[i] as number);
    groups.set(name, group);
  });
  const inOrder = seededOrder([...groups.values()], seed);
  // Rows stand in the order in which they were written.
  return isOfPersons
    ? { kind: 'persons', persons: inOrder.map((drafts) => [...new Set(drafts.toReversed())]) }
    : { kind: 'topics', topics: inOrder };
}
