import browser from 'webextension-polyfill';
import type { SentenceKey } from './sentence-keys.ts';

/** The text of a sentence in the language that the browser chose among ours, as `_locales` holds it. */
export const textOf = (key: SentenceKey): string => browser.i18n.getMessage(key);

/** The browser's own locale, also when no catalogue is written in it. */
export const browserLocale = (): string => browser.i18n.getUILanguage();
