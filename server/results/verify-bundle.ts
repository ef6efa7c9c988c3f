import type { RoundId, StudyId } from '../../core/ids.ts';
import type { Bundle } from '../../core/protocol/bundle.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { verifySignature } from '../../core/protocol/signed.ts';
import { encodeTexts } from '../../core/protocol/texts.ts';
import { voteShape } from '../../core/protocol/votes.ts';
import { storedRelease } from './bundle.ts';
import { releasedOutcome } from './released-outcome.ts';

export interface VerifiedBundle {
  readonly study: StudyId;
  readonly rounds: readonly {
    readonly round: RoundId;
    readonly title: string;
    readonly kind: RoundManifest['kind'];
    readonly texts: readonly string[];
    /** The last release, computed anew; undefined when nothing was released. */
    readonly outcome: Extract<RoundResults['outcome'], { state: 'released' }> | undefined;
  }[];
  /** What does not fit, in one line each. */
  readonly damage: readonly string[];
}

/** Checks every hash, signature and count of a bundle, and computes its results anew; needs no server. */
export async function verifyBundle({ study, rounds }: Bundle): Promise<VerifiedBundle> {
  const damage: string[] = [];
  const { publicKey, participation } = study.document;
  const id = (await sha256(canonicalBytes(study.document))) as StudyId;
  if (!(await verifySignature(study, publicKey))) damage.push('study: the signature is wrong');
  const verified: VerifiedBundle['rounds'][number][] = [];
  for (const [i, { signed, texts, releases }] of rounds.entries()) {
    const manifest = signed.document;
    const problem = (words: string) => damage.push(`round ${i + 1}: ${words}`);
    const round = (await sha256(canonicalBytes(manifest))) as RoundId;
    if (!(await verifySignature(signed, publicKey))) problem('the signature is wrong');
    if (manifest.study !== id) problem('it belongs to another study');
    if (manifest.sequence !== i || manifest.previous !== (verified[i - 1]?.round ?? null)) {
      problem('it does not follow the round before it');
    }
    if ((await sha256(encodeTexts(texts))) !== manifest.texts.sha256) problem('the texts do not fit their hash');
    let outcome: VerifiedBundle['rounds'][number]['outcome'];
    try {
      const stored = releases.map((release) => storedRelease(release, voteShape(manifest).domainSize));
      if (stored.length > 0) outcome = releasedOutcome({ manifest, releases: stored, participation });
    } catch (error) {
      problem(error instanceof Error ? error.message : String(error));
    }
    verified.push({ round, title: manifest.title, kind: manifest.kind, texts, outcome });
  }
  return { study: id, rounds: verified, damage };
}
