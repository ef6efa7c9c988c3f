import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { multiplyRows } from '../core/evolution/products.ts';
import { workOfFit } from '../core/evolution/work-of-fit.ts';
import { repository } from '../harness/folders.ts';
import type { Benchmark } from './benchmark.ts';

const texts = 15_000;
const candidates = 200;

/** Runs next-round.ts in a process of its own; no candidates: only the pool is made. */
async function nextRound(asked: number): Promise<{ seconds: number; mebibytes: number }> {
  const program = ['--import', 'tsx', join(repository, 'bench', 'next-round.ts'), `${texts}`, `${asked}`];
  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: repository });
  return JSON.parse(stdout);
}

const name = (what: string) => `${what}: fourth round for a pool of 15 000 texts, 200 candidates`;

export default [
  {
    name: name('time'),
    unit: 's',
    rounds: 3,
    floorName: 'its products alone, measured on a fifteenth of them',
    prepare: () => {
      const rows = new Float32Array(1000 * 384).fill(0.05);
      const pool = { embeddings: new Float32Array(texts * 384), dimensions: 384 };
      const products = workOfFit(pool, [candidates, candidates, candidates], [candidates]);
      const times = Math.round(products / 15 / (1000 * 200 * 384));
      return {
        subject: async () => (await nextRound(candidates)).seconds,
        floor: () => {
          const start = performance.now();
          for (let time = 0; time < times; time++) multiplyRows(rows, rows.subarray(0, 200 * 384), 384);
          return (15 * (performance.now() - start)) / 1000;
        },
      };
    },
  },
  {
    name: name('memory'),
    unit: 'MiB',
    rounds: 3,
    floorName: 'a process that only holds the pool',
    prepare: () => ({
      subject: async () => (await nextRound(candidates)).mebibytes,
      floor: async () => (await nextRound(0)).mebibytes,
    }),
  },
] satisfies Benchmark[];
