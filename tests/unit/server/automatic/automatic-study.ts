import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RoundId } from '../../../../core/ids.ts';
import { encodeVote } from '../../../../core/privacy/vote-codec.ts';
import { embedText } from '../../../../harness/signed-study.ts';
import { farYear, studyYaml } from '../../../../harness/study-folder.ts';
import { approvedPoolOf } from '../../../../server/automatic/approved-pool.ts';
import { createAutomatic } from '../../../../server/automatic/automatic.ts';
import { createPools } from '../../../../server/automatic/pools.ts';
import type { RunSettings } from '../../../../server/automatic/run-state.ts';
import type { FitResult, FitTask } from '../../../../server/evolution/fit-task.ts';
import { createFits } from '../../../../server/evolution/fits.ts';
import { readPool } from '../../../../server/evolution/pool.ts';
import { createResults } from '../../../../server/results/round-results.ts';
import { secureRandom } from '../../../../server/secure-random.ts';
import type { SeenPool } from '../../../../server/store/automatic-store.ts';
import { keyFiles } from '../../../../server/store/key-files.ts';
import type { Store } from '../../../../server/store/store.ts';
import { openCatalogue } from '../../../../server/studies/catalogue.ts';
import { createLifecycle } from '../../../../server/studies/lifecycle.ts';
import { publishFolder } from '../../../../server/studies/publish.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';
import type { StudyServer } from '../../../../server/study-server.ts';

const random = secureRandom();
const things = ['soup', 'bread', 'pasta', 'cake', 'salad', 'pizza', 'rice', 'stew', 'pie', 'fish', 'beans', 'eggs'];
export const poolTexts = things.flatMap((dish) => [`I cooked ${dish} for dinner.`, `We had no ${dish} left at home.`]);
export const candidatesOfRound = 4;
export const hourMs = 60 * 60 * 1000;

/** What a fit may say in a test: how far the last round moved it, and what is thrown instead. */
export interface Script {
  moved: number | null;
  /** Called with what is to be fitted, before there is a result. */
  onFit: (task: FitTask) => void | Promise<void>;
}

/** A study of three cohorts whose first round is open, its pool, and a clock that the test sets. */
export async function automaticStudy(yaml: (source: string) => string = (source) => source) {
  const parent = mkdtempSync(join(tmpdir(), 'donor-automatic-'));
  const folder = join(parent, 'commute');
  mkdirSync(folder);
  const source = studyYaml({ rounds: ['candidates'], year: farYear })
    .replace('candidates.txt', 'round-1.txt')
    .replace(/closesAt: .*-06-30.*/, 'closesAt: 2026-03-03T00:00:00Z')
    .replace('rounds:', 'cohorts: 3\npool: [{ texts: pool.txt, declared: synthetic }]\nrounds:');
  writeFileSync(join(folder, 'study.yaml'), yaml(`${source}    cohorts: [0]\n`));
  writeFileSync(join(folder, 'pool.txt'), poolTexts.join('\n'));
  writeFileSync(join(folder, 'private.txt'), 'A private text that nobody may see.');
  writeFileSync(join(folder, 'round-1.txt'), poolTexts.slice(0, candidatesOfRound).join('\n'));
  const keys = keyFiles(join(folder, 'keys'));
  const clock = { now: Date.parse('2026-03-01T00:00:00Z') };
  const now = () => clock.now;
  const script: Script = { moved: 0.5, onFit: () => undefined };
  let fitted = 0;

  /** Chooses the next texts of the pool, one after the other: what a fit says is tested elsewhere. */
  async function fit(task: FitTask): Promise<FitResult> {
    await script.onFit(task);
    fitted++;
    const rows = Int32Array.from({ length: poolTexts.length }, (_, row) => row);
    const from = (task.rounds.length * candidatesOfRound) % poolTexts.length;
    return {
      kept: rows,
      weights: new Float64Array(rows.length).fill(1 / rows.length),
      groupOf: new Int32Array(rows.length),
      middleOf: Int32Array.of(0),
      places: new Float32Array(0),
      ...{ elsewhere: 0, iterations: 50, misfit: 1, cells: 1, moved: script.moved },
      candidates: rows.slice(from, from + task.candidates),
      dataset: new Int32Array(0),
      datasetWithoutVotes: new Int32Array(0),
    };
  }

  /** The parts of a server on a store; several may be on one, as processes are. */
  async function serve(store: Store) {
    const catalogue = await openCatalogue(store, now);
    const results = createResults(store, catalogue);
    const lifecycle = createLifecycle(store, catalogue, now);
    const embedder = { embed: async (texts: readonly string[]) => texts.map(embedText) };
    const pools = createPools({ store, catalogue, results, embedder, fits: createFits(fit), now });
    const unlessOther = <Value>(work: () => Promise<Value>) => work();
    const automatic = createAutomatic({ store, catalogue, results, lifecycle, keys, pools, unlessOther, now });
    return { store, catalogue, results, lifecycle, pools, automatic };
  }
  type Served = Awaited<ReturnType<typeof serve>>;

  /** Publishes the study, and sends and embeds its pool. */
  async function prepare({ store, catalogue, pools }: Served): Promise<SeenPool> {
    const embed = async (texts: readonly string[]) => texts.map(embedText);
    await publishFolder(folder, { store, catalogue, keys, embed, now });
    const read = await readStudyFolder(folder);
    const { stored } = await pools.put(approvedPoolOf(read, await readPool(folder, read)));
    for (;;) {
      const done = await pools.embed(stored);
      if (!done) throw new Error('expected the pool');
      if (done.embedded === done.of) return { name: stored.name, sha256: stored.sha256 };
    }
  }

  /** Lets volunteers answer the open candidate round. */
  async function vote(
    { store }: { readonly store: Served['store'] | StudyServer['store'] },
    reports: number,
  ): Promise<void> {
    const catalogue = await openCatalogue(store, now);
    const round = catalogue.studies()[0]?.rounds.findLast((each) => !catalogue.isClosed(each));
    if (!round) throw new Error('expected an open round');
    const { mechanism } = round.signed.document;
    const ids = Array.from({ length: mechanism.subsetSize }, (_, id) => id);
    const outcomes = await Promise.all(
      Array.from({ length: reports }, () =>
        store.submit({ round: round.id as RoundId, nonce: random(16), noisyVote: encodeVote(ids, mechanism) }),
      ),
    );
    if (outcomes.some((outcome) => outcome !== 'stored')) throw new Error(`not stored: ${outcomes}`);
  }

  return {
    parent,
    folder,
    clock,
    script,
    keys,
    fits: () => fitted,
    serve,
    prepare,
    vote,
    now,
    dispose: () => rmSync(parent, { recursive: true }),
  };
}
export type AutomaticStudy = Awaited<ReturnType<typeof automaticStudy>>;
export type Served = Awaited<ReturnType<AutomaticStudy['serve']>>;

export const threeDays: RunSettings = { rounds: 2, hours: 72 };

/** The one study of a store. */
export async function studyIn(store: Store) {
  const [study] = (await store.publications()).studies;
  if (!study) throw new Error('expected a study');
  return study;
}

export const kindsOf = async ({ automatic }: Served): Promise<readonly string[]> =>
  ((await automatic.named('commute'))?.steps ?? []).map(({ step }) =>
    step.kind === 'stopped' ? `stopped: ${step.code}` : step.kind,
  );
