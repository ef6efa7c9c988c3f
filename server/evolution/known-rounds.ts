import { decodeEmbeddings } from '../../core/embedding/batch.ts';
import { modelNamed, models } from '../../core/embedding/model.ts';
import type { RoundEvidence } from '../../core/evolution/evidence.ts';
import type { Sha256 } from '../../core/ids.ts';
import { supportProbabilities } from '../../core/privacy/subset-selection.ts';
import type { Bundle } from '../../core/protocol/bundle.ts';
import type { CandidateRound } from '../../core/protocol/manifest.ts';

/** A candidate round that may be learned from: it is closed, and enough reports came for a release. */
export interface KnownRound {
  /** From 1, in the log of the study. */
  readonly number: number;
  readonly manifest: CandidateRound;
  readonly texts: readonly string[];
  readonly evidence: RoundEvidence;
}

export interface RoundsSoFar {
  readonly known: readonly KnownRound[];
  /** Candidate rounds that nothing may be learned from, and why, in words. */
  readonly leftOut: readonly { readonly number: number; readonly reason: string }[];
}

/** Why the rounds of a study cannot be learned from together. */
export class RoundsDiffer extends Error {
  override readonly name = 'RoundsDiffer';
}

/**
 * What may be learned from the rounds of a study: closed candidate rounds with a release, by the counts of their last
 * one. An open round, and one with too few reports, is left out: what is proposed next is public, and would publish a
 * look at them.
 *
 * @param isClosed whether the round at this position of the log is closed
 * @param batch fetches the embeddings that the devices had
 * @throws {RoundsDiffer} when the rounds were made for another model than this program's
 */
export async function roundsSoFar(
  { study, rounds }: Pick<Bundle, 'study' | 'rounds'>,
  isClosed: (position: number) => boolean,
  batch: (sha256: Sha256) => Promise<Uint8Array>,
): Promise<RoundsSoFar> {
  const { id } = study.document.model;
  const model = modelNamed(study.document.model);
  if (!model) {
    throw new RoundsDiffer(
      `this study was published for the model ${id}, and this program carries ${models.map((each) => each.id).join(' and ')}: their embeddings cannot be compared; use the program that published it`,
    );
  }
  const known: KnownRound[] = [];
  const leftOut: { number: number; reason: string }[] = [];
  for (const [position, { signed, texts, releases }] of rounds.entries()) {
    const manifest = signed.document;
    const number = position + 1;
    if (manifest.kind !== 'candidates') continue;
    const last = releases.at(-1);
    if (!isClosed(position)) leftOut.push({ number, reason: 'it is open' });
    else if (!last) leftOut.push({ number, reason: `fewer than ${manifest.release.minimumReports} reports came` });
    else {
      const { dimensions } = manifest.embeddings;
      if (dimensions !== model.dimensions) {
        throw new RoundsDiffer(
          `round ${number} was published with embeddings of ${dimensions} components, and ${model.id} has ${model.dimensions}: rounds of different models cannot be fitted together; begin a new study`,
        );
      }
      const evidence = {
        candidates: toRows(await batch(manifest.embeddings.sha256)),
        counts: last.supports,
        reports: last.reports,
        support: supportProbabilities(manifest.mechanism),
        minSimilarity: manifest.minSimilarity,
      };
      known.push({ number, manifest, texts, evidence });
    }
  }
  return { known, leftOut };
}

/** The vectors of a batch; the scale of a row has no part in a cosine. Copied, because a Buffer shares its memory. */
const toRows = (bytes: Uint8Array): Float32Array => Float32Array.from(decodeEmbeddings(Uint8Array.from(bytes)).values);
