import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { candidates, studyYaml } from '../../../../../harness/study-folder.ts';

/** A study folder that cannot be published. */
export interface WrongFolder {
  readonly what: string;
  readonly yaml?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Changes the folder after it was written. */
  readonly spoil?: (folder: string) => void;
  /** Place, field and remedy of its problem, as `check` writes them with the folder left out. */
  readonly said: RegExp;
}

/** A study file without a mistake. */
export const sound = studyYaml({ year: 2126, rounds: ['fragments', 'candidates'] });

/** The study file with one change. */
export const yaml = (from: string | RegExp, to: string): Pick<WrongFolder, 'yaml'> => {
  const changed = sound.replace(from, to);
  if (changed === sound) throw new Error(`the study file has no ${from}`);
  return { yaml: changed };
};
/** The texts of the poll. */
export const phrases = (content: string | Uint8Array): Pick<WrongFolder, 'files'> => ({
  files: { 'phrases.txt': content, 'candidates.txt': candidates.join('\n') },
});
/** The poll reads another file. */
export const reading = (
  name: string,
  content: string | Uint8Array,
  more = '',
): Pick<WrongFolder, 'yaml' | 'files'> => ({
  ...yaml('texts: phrases.txt', `texts: ${name}${more}`),
  files: { [name]: content, 'candidates.txt': candidates.join('\n') },
});
export const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const wide = (text: string) => Uint8Array.from(Array.from(text).flatMap((c) => [c.charCodeAt(0), 0]));

/** Gives the study file another name. */
export function renamed(folder: string, name: string): void {
  rmSync(join(folder, 'study.yaml'));
  writeFileSync(join(folder, name), sound);
}
