import type words from '../../core/words/locales/en.json';
import type beforePrompt from '../_locales/en/before-prompt.json';
import type extension from '../_locales/en/extension.json';
import type home from '../_locales/en/home.json';
import type keeping from '../_locales/en/keeping.json';
import type outcomes from '../_locales/en/outcomes.json';
import type parts from '../_locales/en/parts.json';
import type popup from '../_locales/en/popup.json';
import type reasons from '../_locales/en/reasons.json';
import type review from '../_locales/en/review.json';
import type time from '../_locales/en/time.json';
import type tryIt from '../_locales/en/try-it.json';
import type welcome from '../_locales/en/welcome.json';

/** Why something was not done: a sentence of `reasons.json`. */
export type ReasonKey = keyof typeof reasons;

/** Names of all sentences that the extension says: those of its own catalogues, and those of `core/words`. */
export type SentenceKey =
  | keyof typeof words
  | keyof typeof beforePrompt
  | keyof typeof extension
  | keyof typeof home
  | keyof typeof keeping
  | keyof typeof outcomes
  | keyof typeof parts
  | keyof typeof popup
  | ReasonKey
  | keyof typeof review
  | keyof typeof time
  | keyof typeof tryIt
  | keyof typeof welcome;
