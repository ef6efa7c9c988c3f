import { takesPart } from '../../core/answering/candidates.ts';
import { decodeEmbeddings, encodeEmbeddings } from '../../core/embedding/batch.ts';
import { nearest } from '../../core/embedding/nearest.ts';
import { suggestedThreshold, type TriedText, thresholdOf } from '../../server/pilots/thresholds.ts';
import type { Embedder } from '../../server/studies/embedder.ts';
import { type MessageSet, offTopic } from './message-set.ts';

/** What a model makes of the messages of one language; fractions. */
export interface LanguageFigures {
  readonly language: string;
  /** Of the messages about a topic: those whose nearest candidate is about it. */
  readonly found: number;
  /** The same at the model's `minSimilarity`. */
  readonly right: number;
  /** Of the messages about no topic: those that are "none" at the model's `minSimilarity`. */
  readonly offTopicNone: number;
  readonly tried: readonly TriedText[];
}

/** Looks for the nearest candidate of each message, as a device does. */
export async function measureLanguage(
  { language, candidates, messages }: MessageSet,
  { embed, model }: Pick<Embedder, 'embed' | 'model'>,
): Promise<LanguageFigures> {
  const batch = decodeEmbeddings(encodeEmbeddings(await embed(candidates.map(({ text }) => text))));
  const vectors = await embed(messages.map(({ text }) => text));
  const tried = messages.map(({ topic }, i): TriedText => {
    const { row, similarity } = nearest(vectors[i] as Float32Array, batch);
    if (topic === offTopic) return { similarity, verdict: 'off-topic' };
    return { similarity, verdict: candidates[row]?.topic === topic ? 'right' : 'wrong' };
  });
  const { right, offTopicNone } = thresholdOf(tried, model.minSimilarity);
  return {
    language,
    found: thresholdOf(tried, -1).right ?? 0,
    right: right ?? 0,
    offTopicNone: offTopicNone ?? 0,
    tried,
  };
}

/** The `minSimilarity` that suits the messages of several languages together. */
export const suggestedFor = (figures: readonly LanguageFigures[]): number =>
  suggestedThreshold(figures.flatMap(({ tried }) => tried));

/** How the language of drafts is told in a study of one language; fractions. */
export interface FilterFigures {
  /** Messages of the language itself that take part. */
  readonly own: number;
  /** Messages of the other languages that do not; those of the same base language are not asked. */
  readonly othersKeptOut: number;
}

export function measureFilter(sets: readonly MessageSet[], language: string): FilterFigures {
  const base = (tag: string) => tag.split('-')[0];
  const share = (texts: readonly string[], counts: (text: string) => boolean) =>
    texts.filter(counts).length / texts.length;
  const textsOf = (some: readonly MessageSet[]) => some.flatMap(({ messages }) => messages.map(({ text }) => text));
  const own = textsOf(sets.filter((set) => set.language === language));
  const others = textsOf(sets.filter((set) => base(set.language) !== base(language)));
  return {
    own: share(own, (text) => takesPart(text, [language])),
    othersKeptOut: share(others, (text) => !takesPart(text, [language])),
  };
}
