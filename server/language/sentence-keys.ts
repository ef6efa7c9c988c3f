import type { WordsKey } from '../../core/words/sentence-keys.ts';
import type join from '../_locales/en/join.json';
import type map from '../_locales/en/map.json';
import type pages from '../_locales/en/pages.json';
import type previews from '../_locales/en/previews.json';
import type released from '../_locales/en/released.json';
import type results from '../_locales/en/results.json';
import type studies from '../_locales/en/studies.json';
import type study from '../_locales/en/study.json';

/** Names of all sentences that the server says: those of its own catalogues, and those of `core/words`. */
export type SentenceKey =
  | WordsKey
  | keyof typeof join
  | keyof typeof map
  | keyof typeof pages
  | keyof typeof previews
  | keyof typeof released
  | keyof typeof results
  | keyof typeof studies
  | keyof typeof study;
