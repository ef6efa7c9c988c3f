import { readFileSync } from 'node:fs';
import { readTopicTexts, type TopicText } from '../../fleet/topic-texts.ts';

/** Heading of the messages that no candidate is about. */
export const offTopic = 'none';

/** Made-up texts of one language. */
export interface MessageSet {
  /** BCP 47. */
  readonly language: string;
  readonly candidates: readonly TopicText[];
  readonly messages: readonly TopicText[];
  /** Further messages about the topics; nothing was chosen by what a model makes of them. */
  readonly heldOut: readonly TopicText[];
}

export const languages = 'ar de en es fr it ja ko nl pl pt ru th tr zh zh-TW'.split(' ');

const read = (language: string, file: string): TopicText[] =>
  readTopicTexts(readFileSync(new URL(`texts/${language}/${file}`, import.meta.url), 'utf8'));

export const readMessageSet = (language: string): MessageSet => ({
  language,
  candidates: read(language, 'candidates.txt'),
  messages: read(language, 'messages.txt'),
  heldOut: read(language, 'held-out.txt'),
});
