import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { multiplyRows } from '../../../core/evolution/products.ts';
import {
  allExperiments,
  experiment,
  local,
  rounds,
  type StrategyName,
  strategies,
} from '../../../evaluation/experiments.ts';
import { fastProducts } from '../../../evaluation/fast-products.ts';
import { jensenShannon } from '../../../evaluation/measures.ts';
import { readOptions } from '../../../evaluation/options.ts';
import { meanOf, Summary } from '../../../evaluation/report/summary.ts';
import { report, writeReport } from '../../../evaluation/report/write-report.ts';
import { type Result, runExperiment } from '../../../evaluation/run-experiment.ts';
import { drawWorld } from '../../../evaluation/world.ts';
import { seededRandom, seededUniform } from '../../../fleet/seeded-random.ts';
import { madeUpCorpus } from './made-up-corpus.ts';

const corpus = madeUpCorpus();
const small = { volunteers: 400, candidates: 20 };
const run = (strategy: StrategyName, seed = 1, change = {}): Promise<Result> =>
  runExperiment(corpus, experiment(strategy, { ...small, ...change }), seed);

test('Jensen-Shannon divergence: 0 for the same, 1 bit for nothing in common, known in between', () => {
  const of = (...shares: number[]) => Float64Array.of(...shares);
  expect(jensenShannon(of(0.2, 0.8), of(0.2, 0.8))).toBe(0);
  expect(jensenShannon(of(1, 0), of(0, 1))).toBe(1);
  expect(jensenShannon(of(1, 0), of(0.5, 0.5))).toBeCloseTo(0.311278, 6);
});

test('a world has Zipf topics in its own order, and drafts by these shares', () => {
  const world = drawWorld(corpus, { exponent: 1.5, draftsEach: 1 }, 3);
  const descending = world.shares.toSorted().toReversed();
  expect((descending[0] as number) / (descending[3] as number)).toBeCloseTo(4 ** 1.5, 9);
  const top = world.shares.indexOf(descending[0] as number);
  const volunteers = world.volunteers(4000);
  const ofTop = volunteers.filter(([draft = 0]) => corpus.drafts.topicOf[draft] === top).length;
  expect(Math.abs(ofTop / 4000 - (descending[0] as number))).toBeLessThan(0.03);
  expect(volunteers.every((drafts) => drafts.length === 1)).toBe(true);
  expect(world.measured).toHaveLength(4000);
  expect(drawWorld(corpus, { exponent: 1.5, draftsEach: 1 }, 3).volunteers(4000)).toEqual(volunteers);
});

test('votes beat texts chosen without them on a small pool, and the same seed gives the same result', async () => {
  const [ours, again, none] = [await run('density'), await run('density'), await run('medoids')];
  expect(ours).toEqual(again);
  expect(ours.worth).toHaveLength(rounds);
  expect(ours.movements).toHaveLength(rounds - 1);
  expect(none.worth).toHaveLength(1);
  const divergence = ({ worth }: Result) => worth.at(-1)?.divergence as number;
  expect(divergence(ours)).toBeLessThan(divergence(none) - 0.05);
  expect(divergence(await run('true-shares'))).toBeLessThan(divergence(none));
});

test('what is drawn after earlier rounds does not change the last dataset', async () => {
  const trial = () => ({
    corpus,
    world: drawWorld(corpus, { exponent: 1.5, draftsEach: 1 }, 2),
    question: { noise: local(4), answerRule: 'random-draft', minSimilarity: 0.3 } as const,
    rounds: 3,
    volunteers: 300,
    candidates: 20,
    datasetSize: 50,
    seed: 2,
    work: { random: seededRandom(2) },
  });
  const every = await strategies.density({ ...trial(), everyRound: true });
  const last = await strategies.density({ ...trial(), everyRound: false });
  expect(every.datasets).toHaveLength(3);
  expect(every.datasets[1]).not.toEqual(every.datasets[2]);
  expect(last.datasets).toEqual([every.datasets[2]]);
});

test.for(['generator', 'simple', 'random'] as const)(
  '%s runs through the product, local and exact',
  async (strategy) => {
    for (const noise of [local(4), { kind: 'none' } as const]) {
      const { worth } = await run(strategy, 5, { noise });
      for (const { coverage, divergence } of worth) {
        expect(coverage).toBeGreaterThan(0);
        expect(coverage).toBeLessThanOrEqual(1.0001);
        expect(divergence).toBeGreaterThanOrEqual(0);
        expect(divergence).toBeLessThanOrEqual(1);
      }
    }
  },
);

test('Private Evolution runs with central noise, and only with it', async () => {
  const { worth } = await run('private-evolution', 5, { noise: { kind: 'central', epsilon: 1 } });
  expect(worth).toHaveLength(1);
  await expect(run('private-evolution', 5)).rejects.toThrow('expected central noise');
});

test('products of ONNX Runtime are those of the plain loops', async () => {
  const uniform = seededUniform(4);
  const [left, right] = [
    Float32Array.from({ length: 7 * 24 }, uniform),
    Float32Array.from({ length: 5 * 24 }, uniform),
  ];
  const fast = await (await fastProducts())(left, right, 24);
  const plain = multiplyRows(left, right, 24);
  expect(fast).toHaveLength(plain.length);
  fast.forEach((product, i) => {
    expect(product).toBeCloseTo(plain[i] as number, 4);
  });
});

test('differences are taken seed by seed', () => {
  const result = (strategy: StrategyName, seed: number, coverage: number): Result => ({
    experiment: experiment(strategy, {}),
    seed,
    worth: [{ coverage, divergence: 0 }],
    movements: [],
  });
  const summary = new Summary([
    ...[0.5, 0.7, 0.9].map((coverage, seed) => result('density', seed, coverage)),
    ...[0.4, 0.6].map((coverage, seed) => result('simple', seed, coverage)),
  ]);
  const difference = summary.difference(experiment('density', {}), experiment('simple', {}), 'coverage');
  expect(difference.seeds).toBe(2);
  expect(difference.mean).toBeCloseTo(0.1, 12);
  expect(difference.error).toBeCloseTo(0, 12);
  expect(meanOf([1, 2, 3])).toEqual({ mean: 2, error: Math.sqrt(1 / 3), seeds: 3 });
  expect(meanOf([1]).error).toBeNull();
});

test('the report names every bar, and is written with its pictures or not at all', () => {
  const worthOf = { simple: { coverage: 0.5, divergence: 0.5 }, others: { coverage: 0.68, divergence: 0.2 } };
  const results = allExperiments(2, 2).flatMap((each) =>
    [0, 1].map(
      (seed): Result => ({
        experiment: each.experiment,
        seed,
        worth: Array.from(
          { length: rounds },
          () => worthOf[each.experiment.strategy === 'simple' ? 'simple' : 'others'],
        ).map(({ coverage, divergence }) => ({ coverage: coverage + 0.01 * seed, divergence })),
        movements: [0.3, 0.2, 0.1],
      }),
    ),
  );
  const made = { barSeeds: 2, poolTexts: 1440, draftTexts: 480 };
  const text = report(results, made, 'images');
  expect(text).not.toMatch(/NaN|undefined|null/);
  expect(text.match(/\| met \|/g)).toHaveLength(3);
  expect(text).toContain('**missed: coverage and divergence**');
  expect(text).toContain('**missed: divergence**');
  const folder = mkdtempSync(join(tmpdir(), 'evaluation-'));
  writeReport(results, made, join(folder, 'evaluation.md'));
  expect(readFileSync(join(folder, 'evaluation.md'), 'utf8')).toBe(text);
  const images = readdirSync(join(folder, 'images'));
  expect(images).toEqual(['evaluation-epsilon.svg', 'evaluation-rounds.svg', 'evaluation-strategies.svg']);
  for (const name of images) {
    expect(text).toContain(`(images/${name})`);
    expect(readFileSync(join(folder, 'images', name), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
  }
});

test('options that are wrong are named', () => {
  expect(readOptions(['--help'])).toBe('help');
  expect(readOptions(['--quick', '--threads', '1'])).toMatchObject({ quick: true, threads: 1 });
  expect(() => readOptions(['--threads', '0'])).toThrow('--threads 0: expected a whole number from 1 to 64');
  expect(() => readOptions(['--fast'])).toThrow('--fast');
});
