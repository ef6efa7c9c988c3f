import { parentPort, workerData } from 'node:worker_threads';
import type { EmbeddedCorpus } from './embedded-corpus.ts';
import type { Experiment } from './experiments.ts';
import { fastProducts } from './fast-products.ts';
import { runExperiment } from './run-experiment.ts';

/** What a thread is asked: one experiment with one seed; it answers with its result. */
export interface Job {
  readonly experiment: Experiment;
  readonly seed: number;
}

const corpus: EmbeddedCorpus = workerData;
const multiply = await fastProducts();

parentPort?.on('message', async ({ experiment, seed }: Job) => {
  parentPort?.postMessage(await runExperiment(corpus, experiment, seed, { multiply }));
});
