import { secureRandom } from '../../secure-random.ts';
import { createGroupCommit } from '../group-commit.ts';
import type { Store } from '../store.ts';
import { type Connections, codeOf, unavailable } from './connections.ts';
import { createDocuments } from './documents.ts';
import { createPreviews } from './previews.ts';
import { createReportCommit } from './report-commit.ts';
import { createResearcherTokens } from './researcher-tokens.ts';
import { createRoundVotes } from './round-votes.ts';
import { createRuns } from './runs.ts';
import { counterShards } from './schema.ts';
import { readVersion } from './version.ts';

export interface PostgresStoreOptions {
  readonly connections: Connections;
  /** Keys the HMACs that recognise retries; the same in every process. */
  readonly secret: Uint8Array;
  readonly now: () => number;
}

/** Commits of one process that are under way at once. While one waits for the disk, the next is made. */
const lanes = 2;

/** The store in a PostgreSQL database whose tables are there (schema.ts). Closing it leaves the connections open. */
export function createPostgresStore({ connections, secret, now }: PostgresStoreOptions): Store {
  const random = secureRandom();
  const commit = createReportCommit({ connections, secret, random });
  const votes = createRoundVotes(connections, random);
  const documents = createDocuments(connections);
  const tokens = createResearcherTokens(connections);
  const previews = createPreviews(connections, documents.addPublication);
  const runs = createRuns(connections, documents.addPublication);
  // A process chooses its counter rows at random: two that chose the same wait for each other now and then.
  const firstShard = random(1)[0] as number;
  let closed = false;
  const groupCommit = createGroupCommit(async (group, lane) => {
    if (closed) return [];
    try {
      const outcomes = await commit(group, now(), (firstShard + lane) % counterShards);
      reportFailure('');
      return outcomes;
    } catch (error) {
      reportFailure(codeOf(error));
      return [];
    }
  }, lanes);

  let lastFailure = '';
  /** One line for the operator whenever the reason changes: a database that is away fails every commit. */
  function reportFailure(code: string): void {
    if (code === lastFailure) return;
    lastFailure = code;
    if (code !== '') console.error(`Reports cannot be stored: ${code}. Nothing of them is acknowledged.`);
    else console.error('Reports are stored again.');
  }

  return {
    submit: groupCommit.submit,
    counters: (round) => inWords(() => votes.counters(round)),
    recount: (round) => inWords(() => votes.recount(round)),
    releases: (round) => inWords(() => votes.releases(round)),
    release: (round) => inWords(() => votes.release(round)),
    closeRound: (round) => inWords(() => votes.closeRound(round)),
    deleteVotes: (round) => inWords(() => votes.deleteVotes(round)),
    publish: (publication) => inWords(() => documents.publish(publication)),
    publications: () => inWords(() => documents.publications()),
    version: () => inWords(() => readVersion(connections)),
    endStudy: (study, how) => inWords(() => documents.endStudy(study, how)),
    addToken: (token) => inWords(() => tokens.addToken(token)),
    tokens: () => inWords(() => tokens.tokens()),
    deleteToken: (name) => inWords(() => tokens.deleteToken(name)),
    putPreview: (preview) => inWords(() => previews.putPreview(preview)),
    previews: () => inWords(() => previews.previews()),
    previewNamed: (name) => inWords(() => previews.previewNamed(name)),
    previewAt: (address) => inWords(() => previews.previewAt(address)),
    discardPreview: (name) => inWords(() => previews.discardPreview(name)),
    addVectors: (preview, vectors) => inWords(() => previews.addVectors(preview, vectors)),
    vectors: (preview) => inWords(() => previews.vectors(preview)),
    openPreview: (preview, publication) => inWords(() => previews.openPreview(preview, publication)),
    putPool: (pool) => inWords(() => runs.putPool(pool)),
    poolNamed: (name) => inWords(() => runs.poolNamed(name)),
    pools: () => inWords(() => runs.pools()),
    discardPool: (name) => inWords(() => runs.discardPool(name)),
    addPoolVectors: (pool, vectors) => inWords(() => runs.addPoolVectors(pool, vectors)),
    poolVectors: (pool) => inWords(() => runs.poolVectors(pool)),
    runs: () => inWords(() => runs.runs()),
    runNamed: (name) => inWords(() => runs.runNamed(name)),
    steps: (name) => inWords(() => runs.steps(name)),
    takeStep: (step) => inWords(() => runs.takeStep(step)),
    async close() {
      await groupCommit.drain();
      closed = true;
    },
  };
}

/** @throws {StorageUnavailable} whatever went wrong in the database */
async function inWords<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
}
