import type english from './locales/en.json';
import type { Speaker } from './speaker.ts';

/** Names of the sentences that extension and server share. */
export type WordsKey = keyof typeof english;

/** Says the sentences of this room, in the language of whoever reads them. */
export type WordsSpeaker = Speaker<WordsKey>;
