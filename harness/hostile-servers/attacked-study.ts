import type { JoinLink } from '../../core/protocol/join-link.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import type { Study2 } from '../../core/protocol/study.ts';
import { type SignedStudyChoices, type StudyInMemory, signStudy } from '../signed-study.ts';
import type { Lies } from './hostile-server.ts';

/** Small, so that the votes of a whole table fit a volunteer's budget of 30 days. */
export const smallEpsilon = 0.1;

/** What every attack may use. */
export interface Scene {
  /** Origin of the server that attacks. */
  readonly origin: string;
  /** Origin of a server that nobody may be led to. */
  readonly stranger: string;
}

/** A study that the attacker's server serves, and what it says of it. */
export interface Attacked {
  readonly made: StudyInMemory;
  readonly lies: Lies;
  /** Studies that the same server has beside it. */
  readonly also?: readonly StudyInMemory[];
  /** The link that volunteers get, where it is not the true one. */
  readonly link?: Partial<JoinLink>;
}

export interface Attack {
  /** Title of its study, too. */
  readonly name: string;
  prepare(scene: Scene): Promise<Attacked>;
  /** Takes as long as a device waits for a server. */
  readonly slow?: true;
  /** What the page says of it. */
  readonly words: RegExp;
}

/** A study whose rounds are open by the real clock, of one poll unless told otherwise; `title` names its texts, too. */
export function openStudy(title: string, choices: SignedStudyChoices = {}): Promise<StudyInMemory> {
  return signStudy({
    rounds: ['fragments'],
    fragments: [`${title}, first phrase`, `${title}, second phrase`],
    candidates: [`${title}, first message`, `${title}, second message`],
    epsilon: smallEpsilon,
    ...choices,
    study: { title, endsAt: '2126-12-31T00:00:00Z', ...choices.study },
    round: (manifest) => {
      const open = { ...manifest, title, opensAt: '2020-01-01T00:00:00Z', closesAt: '2126-06-30T00:00:00Z' };
      return choices.round?.(open) ?? open;
    },
  });
}

/** A question about fragments as `openStudy` asks it. */
export const fragmentQuestion = (changes: object = {}): Study2['questions'] =>
  [{ kind: 'fragments', poll: 'which', windowDays: 30, fewestTexts: 2, epsilon: smallEpsilon, ...changes }] as never;

/** A manifest with other fields, whether they fit or not. */
export const withFields =
  (fields: object) =>
  (manifest: RoundManifest): RoundManifest =>
    ({ ...manifest, ...fields }) as RoundManifest;
