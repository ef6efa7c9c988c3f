import { languagesOf, type Study } from '../../core/protocol/study.ts';

/** Marks an element that holds words of a study's researchers. */
export interface Theirs {
  /** Empty, which is "unknown", when the study declares several languages. */
  readonly lang: string;
  readonly dir: 'auto';
}

/** The attributes of elements with words of a study: they are in its language, and not in that of the page. */
export function theirs(study: Study): Theirs {
  const [language = '', ...others] = languagesOf(study);
  return { lang: others.length === 0 ? language : '', dir: 'auto' };
}

/** Words of others inside an attribute or a title, where no element can isolate them: neither side turns the other. */
export const isolated = (words: string): string => `\u2068${words}\u2069`;
