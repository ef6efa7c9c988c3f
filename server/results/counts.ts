import type { JointCount } from '../../core/estimation/ranks.ts';
import { answersOfFragment, fragmentAnswerId } from '../../core/privacy/prevalence.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import type { Release } from '../store/report-store.ts';

/** How many votes hold two ids; undefined where that was not counted. */
export function jointCountsOf({ mechanism }: RoundManifest, { noisyPairs }: Release): JointCount | undefined {
  return noisyPairs && ((u, v) => noisyPairs[u * mechanism.domainSize + v] ?? 0);
}

/** Of a prevalence poll: how many reports answered for each text, and how many of them say yes. */
export function askedAndYes({ texts }: RoundManifest, { noisySupports }: Release) {
  const counted = (fragment: number, answer: number) => noisySupports[fragmentAnswerId(fragment, answer)] ?? 0;
  const fragments = Array.from({ length: texts.count }, (_, fragment) => fragment);
  const answers = Array.from({ length: answersOfFragment }, (_, answer) => answer);
  return {
    asked: fragments.map((fragment) => answers.reduce((sum, answer) => sum + counted(fragment, answer), 0)),
    yes: fragments.map((fragment) => counted(fragment, 1)),
  };
}
