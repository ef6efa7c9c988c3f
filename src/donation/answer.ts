import { closestAnswer, consideredDrafts, takesPart } from '../../core/answering/candidates.ts';
import { fragmentAnswer, fragmentsSeen, prevalenceAnswer } from '../../core/answering/fragments.ts';
import { leastOwnCosine } from '../../core/embedding/model.ts';
import { cosine } from '../../core/embedding/nearest.ts';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import type { CandidateRound, FragmentPoll, RoundManifest } from '../../core/protocol/manifest.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import { noneOf, type TrueAnswer } from '../device.ts';
import type { Draft } from '../storage/database.ts';
import type { RoundBatches } from '../studies/batches.ts';

/** What finding an answer needs beside the round and the drafts. */
export interface AnsweringTools {
  readonly embed: (text: string) => Promise<Float32Array>;
  readonly random: RandomBytes;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Languages of the study (BCP 47): drafts that are surely in another one have no part in a candidate round. */
  readonly languages: readonly string[];
  /** Of a prevalence poll: the fragment that was drawn for it. */
  readonly fragment: number | undefined;
}

/**
 * Finds the true answer of one round. It runs in the worker, inside the time box of a donation.
 *
 * @param drafts all drafts of the device, most recent first
 * @throws whatever breaks on the way; the caller makes "none" of it
 */
export const answerOf = (
  round: RoundManifest,
  batches: RoundBatches,
  drafts: readonly Draft[],
  tools: AnsweringTools,
): Promise<TrueAnswer> =>
  round.kind === 'candidates'
    ? candidateAnswerOf(round, batches, drafts, tools)
    : fragmentAnswerOf(round, batches, drafts, tools);

async function candidateAnswerOf(
  round: CandidateRound,
  { texts, embeddings }: RoundBatches,
  drafts: readonly Draft[],
  { embed, random, languages }: AnsweringTools,
): Promise<TrueAnswer> {
  const considered = consideredDrafts(drafts, round, ({ text }) => takesPart(text, languages), random);
  if (considered.length === 0 || !embeddings) return noneOf(round);
  const vectors: Float32Array[] = [];
  for (const { text } of considered) vectors.push(await embed(text));
  const trueAnswer = closestAnswer(vectors, embeddings, round);
  const winner = texts[trueAnswer];
  // The winner's own text decides whether its vector is its own: no vote is cast over a vector that lies (P9).
  const fits = winner === undefined || cosine(await embed(winner), embeddings, trueAnswer) >= leastOwnCosine;
  return fits ? { trueAnswer, drafts: considered.map(({ id }) => id) } : noneOf(round);
}

const dayMs = 24 * 60 * 60 * 1000;

async function fragmentAnswerOf(
  round: FragmentPoll,
  { texts }: RoundBatches,
  drafts: readonly Draft[],
  { random, now, fragment }: AnsweringTools,
): Promise<TrueAnswer> {
  const inWindow = drafts.filter((draft) => draft.editedAt > now - round.windowDays * dayMs);
  const written = inWindow.map((draft) => draft.text);
  const holding = (text: string): string[] =>
    inWindow.filter((draft) => fragmentsSeen([draft.text], [text]).length > 0).map((draft) => draft.id);
  if (isPrevalence(round)) {
    const asked = fragment === undefined ? undefined : texts[fragment];
    if (asked === undefined) return noneOf(round);
    return { trueAnswer: prevalenceAnswer(written, asked), drafts: holding(asked) };
  }
  const trueAnswer = fragmentAnswer(written, texts, random);
  const found = texts[trueAnswer];
  return { trueAnswer, drafts: found === undefined ? [] : holding(found) };
}
