import { closestAnswer, consideredDrafts } from '../../core/answering/candidates.ts';
import { fragmentAnswer, fragmentsSeen } from '../../core/answering/fragments.ts';
import type { AnswerRule } from '../../core/protocol/consent.ts';
import type { CandidateRound, FragmentPoll, RoundManifest } from '../../core/protocol/manifest.ts';
import type { Device } from '../device.ts';
import { listDrafts } from '../drafts/draft-store.ts';
import type { Draft } from '../storage/database.ts';
import type { RoundBatches } from '../studies/batches.ts';

/** Whether this version knows how to find such an answer. */
export const canAnswer = (rule: AnswerRule): boolean => rule !== 'prevalence';

/** The true answer of this device and the drafts it came from; neither ever leaves. */
export interface TrueAnswer {
  readonly trueAnswer: number;
  readonly drafts: readonly string[];
}

/**
 * Finds the true answer. Whatever goes wrong on the way (a draft that breaks the tokenizer, a model that fails or is
 * not done when `signal` aborts) is the answer "none", which goes into the randomiser like any other (P4).
 */
export async function findAnswer(
  device: Device,
  round: RoundManifest,
  batches: RoundBatches,
  signal: AbortSignal,
): Promise<TrueAnswer> {
  try {
    const drafts = await listDrafts(device.database, device.now());
    return round.kind === 'candidates'
      ? await candidateAnswerOf(device, round, batches, drafts, signal)
      : fragmentAnswerOf(device, round, batches, drafts);
  } catch {
    return { trueAnswer: round.texts.count, drafts: [] };
  }
}

async function candidateAnswerOf(
  device: Device,
  round: CandidateRound,
  { embeddings }: RoundBatches,
  drafts: readonly Draft[],
  signal: AbortSignal,
): Promise<TrueAnswer> {
  const considered = consideredDrafts(drafts, round, device.random);
  if (considered.length === 0 || !embeddings) return { trueAnswer: round.texts.count, drafts: [] };
  const embedding = device.embed(
    considered.map(({ text }) => text),
    signal,
  );
  const trueAnswer = closestAnswer(await Promise.race([embedding, aborted(signal)]), embeddings, round);
  return { trueAnswer, drafts: considered.map(({ id }) => id) };
}

const dayMs = 24 * 60 * 60 * 1000;

function fragmentAnswerOf(
  device: Device,
  round: FragmentPoll,
  { texts }: RoundBatches,
  drafts: readonly Draft[],
): TrueAnswer {
  const inWindow = drafts.filter((draft) => draft.editedAt > device.now() - round.windowDays * dayMs);
  const trueAnswer = fragmentAnswer(
    inWindow.map((draft) => draft.text),
    texts,
    device.random,
  );
  const fragment = texts[trueAnswer];
  const holding =
    fragment === undefined ? [] : inWindow.filter((draft) => fragmentsSeen([draft.text], [fragment]).length > 0);
  return { trueAnswer, drafts: holding.map((draft) => draft.id) };
}

/** Rejects when `signal` aborts, so that a model which never answers cannot hold a vote back. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const fail = () => reject(new Error('too slow'));
    if (signal.aborted) fail();
    signal.addEventListener('abort', fail, { once: true });
  });
