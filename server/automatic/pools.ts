import { type EmbeddingModel, modelNamed } from '../../core/embedding/model.ts';
import { canonicalBytes } from '../../core/protocol/canonical-json.ts';
import type { FittedTexts } from '../evolution/fit-study.ts';
import type { Fits } from '../evolution/fits.ts';
import { RoundsDiffer, roundsSoFar } from '../evolution/known-rounds.ts';
import { nextRound } from '../evolution/next-round.ts';
import { type Proposal, proposalOf } from '../evolution/proposal.ts';
import type { Results } from '../results/round-results.ts';
import type { SeenPool, StoredPool } from '../store/automatic-store.ts';
import type { StoredStudy } from '../store/publication-store.ts';
import type { Store } from '../store/store.ts';
import type { Catalogue } from '../studies/catalogue.ts';
import type { IdleEmbedder } from '../studies/idle-embedder.ts';
import { vectorBytes, vectorCount } from '../studies/preview-vectors.ts';
import { type Embedded, textsAtOnce } from '../studies/previews.ts';
import { examine } from '../studies/publishable.ts';
import { utcTime } from '../studies/study-document.ts';
import type { StudyFolder } from '../studies/study-folder.ts';
import { StudyFolderError } from '../studies/study-problem.ts';
import {
  type ApprovedPool,
  approvedPoolHash,
  approvedPoolSchema,
  folderWith,
  refuseSameTexts,
} from './approved-pool.ts';
import { knownHere } from './known-here.ts';
import { runStateSchema } from './run-state.ts';

/** A pool as it is kept. */
export interface Pool {
  readonly stored: StoredPool;
  readonly approved: ApprovedPool;
}

/** How a next round is chosen. */
export interface Choice {
  /** As many as the last round had when it is undefined. */
  readonly candidates?: number | undefined;
  /** How long the round will be open; as long as the last one when it is undefined. */
  readonly hours?: number | undefined;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** A proposal with what it was fitted to, or why there is none yet. */
export type PoolProposal = (FittedTexts & { readonly proposal: Proposal }) | 'changed' | 'unembedded' | 'round-open';

/** The pools that researchers sent for rounds of their open studies. */
export interface Pools {
  /**
   * Keeps a pool in the place of an earlier one of its study.
   *
   * @throws {StudyFolderError} when its study is not open here, or says something else
   */
  put(approved: ApprovedPool): Promise<Pool>;
  named(name: string): Promise<Pool | undefined>;
  /** The pool that somebody has approved, to the last letter; undefined when it is another one by now, or gone. */
  still(seen: SeenPool): Promise<Pool | undefined>;
  /** False when there is none of this name. */
  discard(name: string): Promise<boolean>;
  /** Embeds the next texts and keeps their vectors. Undefined when the pool is another one by now, or gone. */
  embed(seen: SeenPool): Promise<Embedded | undefined>;
  /** The vectors of all its texts; undefined while some are still to embed. */
  vectors(seen: SeenPool, texts: number, model: EmbeddingModel): Promise<Float32Array | undefined>;
  /** Its study folder, with the rounds that were opened by themselves since it was sent. */
  folder(pool: Pool): Promise<StudyFolder>;
  /**
   * Proposes the next round from all closed ones, as `donor next` does.
   *
   * @throws {StudyFolderError | RoundsDiffer | TooFewTexts} in words for the researcher
   */
  propose(seen: SeenPool, choice: Choice): Promise<PoolProposal>;
}

export interface PoolsOptions {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly results: Results;
  readonly embedder: Pick<IdleEmbedder, 'embed'>;
  readonly fits: Fits;
  readonly now: () => number;
}

export function createPools({ store, catalogue, results, embedder, fits, now }: PoolsOptions): Pools {
  /** The hash is computed anew: what stands in the database is not believed. */
  async function still({ name, sha256 }: SeenPool): Promise<Pool | undefined> {
    const found = await named(name);
    if (found?.stored.sha256 !== sha256) return undefined;
    return (await approvedPoolHash(found.approved)) === sha256 ? found : undefined;
  }

  async function named(name: string): Promise<Pool | undefined> {
    const stored = await store.poolNamed(name);
    return stored && { stored, approved: approvedPoolSchema.parse(JSON.parse(stored.content)) };
  }

  function openStudy({ study, problemAt }: StudyFolder): StoredStudy {
    const found = catalogue.studyNamed(study.name);
    if (found) return found;
    throw new StudyFolderError([
      problemAt(['name'], 'this study is not open on this server; publish and open it first'),
    ]);
  }

  async function folder({ stored, approved }: Pool): Promise<StudyFolder> {
    const run = await store.runNamed(stored.name);
    const state = run && runStateSchema.parse(JSON.parse(run.state));
    if (state?.pool !== stored.sha256) return folderWith(approved, []);
    const rounds = catalogue.studyNamed(stored.name)?.rounds.slice(approved.written.study.rounds.length) ?? [];
    return folderWith(
      approved,
      state.opened.map((entry, i) => {
        const round = rounds[i];
        return { entry, texts: round ? catalogue.textsOf(round.signed.document) : [] };
      }),
    );
  }

  async function vectors(seen: SeenPool, texts: number, model: EmbeddingModel): Promise<Float32Array | undefined> {
    const parts = await store.poolVectors(seen);
    if (vectorCount(parts, model.dimensions) < texts) return undefined;
    const bytes = new Uint8Array(4 * texts * model.dimensions);
    for (const part of parts) bytes.set(part.bytes, 4 * part.first * model.dimensions);
    // The bytes are little-endian, as are those of every machine that Node runs on.
    return new Float32Array(bytes.buffer);
  }

  return {
    async put(approved) {
      await catalogue.current();
      refuseSameTexts(approved);
      const written = folderWith(approved, []);
      openStudy(written);
      const { first } = await examine(written, catalogue, now());
      if (first < written.rounds.length) {
        const message = 'this round is not open yet; a pool is for rounds after those of the study file';
        throw new StudyFolderError([written.problemAt(['rounds', first], message)]);
      }
      const stored = {
        name: approved.written.study.name,
        sha256: await approvedPoolHash(approved),
        content: Buffer.from(canonicalBytes(approved)).toString('utf8'),
        madeAt: now(),
      };
      await store.putPool(stored);
      return { stored, approved };
    },
    named,
    still,
    discard: (name) => store.discardPool(name),

    async embed(seen) {
      const found = await still(seen);
      if (!found) return undefined;
      const { texts } = found.approved;
      const model = modelOfStudy(openStudy(folderWith(found.approved, [])));
      const first = vectorCount(await store.poolVectors(seen), model.dimensions);
      const next = texts.slice(first, first + textsAtOnce).map(({ text }) => text);
      if (next.length > 0) {
        const made = await embedder.embed(next, model);
        await store.addPoolVectors(seen, { first, bytes: vectorBytes(made, model.dimensions) });
      }
      return { embedded: first + next.length, of: texts.length };
    },

    vectors,
    folder,

    async propose(seen, { candidates, hours, seed, signal }) {
      await catalogue.current();
      const found = await still(seen);
      if (!found) return 'changed';
      const { approved } = found;
      const soFar = await folder(found);
      const study = openStudy(soFar);
      const model = modelOfStudy(study);
      const isOpen = study.rounds.some(
        (round) => round.signed.document.kind === 'candidates' && !catalogue.isClosed(round),
      );
      if (isOpen) return 'round-open';
      const published = await knownHere(study, { store, catalogue, results });
      const so = await roundsSoFar(published.bundle, published.isClosed, published.batch);
      const embeddings = await vectors(seen, approved.texts.length, model);
      if (!embeddings) return 'unembedded';
      const round = limited(nextRound(soFar, published.bundle.rounds, now()), hours, soFar, now());
      const last = soFar.rounds.findLast(({ kind }) => kind === 'candidates');
      const fit = await fits.run(
        {
          pool: { embeddings, dimensions: model.dimensions },
          mayBePublished: new Uint8Array(approved.texts.length).fill(1),
          rounds: so.known.map(({ evidence }) => evidence),
          candidates: candidates ?? last?.list.length ?? 1,
          dataset: 0,
          layout: false,
          seed,
        },
        { signal, onProgress: () => undefined },
      );
      const fitted: FittedTexts = { texts: approved.texts, so, fit };
      return { ...fitted, proposal: proposalOf(fitted, round, soFar, published.bundle, now()) };
    },
  };
}

/** @throws {RoundsDiffer} */
export function modelOfStudy({ signed: { document } }: StoredStudy): EmbeddingModel {
  const model = modelNamed(document.model);
  if (model) return model;
  throw new RoundsDiffer(
    `this study was published for the model ${document.model.id}, which this program does not carry`,
  );
}

/** A round that closes so many hours after `now`, and not after its study. */
export function limited(
  round: ReturnType<typeof nextRound>,
  hours: number | undefined,
  { study }: StudyFolder,
  now: number,
): ReturnType<typeof nextRound> {
  if (hours === undefined) return round;
  const closesAt = utcTime(Math.min(now + hours * hourMs, Date.parse(study.endsAt))).replace(/\.\d+/, '');
  return { ...round, entry: { ...round.entry, closesAt } };
}

const hourMs = 60 * 60 * 1000;
