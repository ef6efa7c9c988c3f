import { join } from 'node:path';
import { repository } from '../harness/folders.ts';
import { withProgress } from '../server/cli/progress.ts';
import { readCorpus, thinned } from './clinc150.ts';
import { embedCorpus } from './embedded-corpus.ts';
import { allExperiments } from './experiments.ts';
import { readOptions, usage } from './options.ts';
import { report, writeReport } from './report/write-report.ts';
import { openResults } from './result-store.ts';
import { runJobs } from './run-jobs.ts';

const seeds = { full: { bars: 16, others: 4 }, quick: { bars: 2, others: 1 } };
const cacheFolder = join(repository, 'evaluation', '.cache');

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  const { quick, data, threads, out } = options;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('stopped; the same command goes on where it was')));
  const whole = await readCorpus(data);
  const texts = quick ? thinned(whole, 3) : whole;
  const corpus = await withProgress('texts embedded', (onProgress) =>
    embedCorpus(texts, cacheFolder, { signal: stop.signal, onProgress }),
  );
  const results = openResults(cacheFolder, JSON.stringify(texts));
  const { bars, others } = quick ? seeds.quick : seeds.full;
  const experiments = allExperiments(bars, others);
  // What has most seeds comes first, seed by seed: so an interrupted run can be compared in pairs.
  const wanted = [bars, others].flatMap((count, i) =>
    Array.from({ length: count }, (_, seed) =>
      experiments
        .filter((each) => each.seeds === count && (i === 0 || bars !== others))
        .map(({ experiment }) => ({ experiment, seed })),
    ).flat(),
  );
  const open = wanted.filter((job) => results.get(job) === undefined);
  const startedAt = performance.now();
  await withProgress('studies simulated', async (onProgress) => {
    let done = wanted.length - open.length;
    await runJobs(corpus, open, {
      threads,
      signal: stop.signal,
      onResult: (result) => {
        results.add(result);
        done++;
        onProgress(done, wanted.length);
      },
    });
  });
  console.error(`${open.length} studies simulated in ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes`);
  const found = wanted.flatMap((job) => results.get(job) ?? []);
  const made = {
    barSeeds: bars,
    poolTexts: texts.pool.length,
    draftTexts: texts.drafts.length + texts.measured.length,
  };
  if (quick) {
    console.log(report(found, made, 'images'));
    console.error('a third of the texts, and few seeds: the bars are set for all texts and sixteen seeds');
  }
  if (!quick) writeReport(found, made, out);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
