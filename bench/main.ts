import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.ts';
import { type Measurement, measure } from './measure.ts';
import { table } from './table.ts';

const usage = `Usage: npm run bench -- [--only NAME] [--rounds N] [--list]
  --only NAME   only the benchmarks whose name or file name contains NAME
  --rounds N    interleaved rounds of each (default: what the benchmark asks for, else 7)
  --list        only print their names`;

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    console.error(usage);
    return 2;
  }
  const selected = (await allBenchmarks()).filter(
    ({ file, benchmark }) => file.includes(options.only) || benchmark.name.includes(options.only),
  );
  if (selected.length === 0) {
    console.error(`--only ${options.only}: no benchmark has this in its name; --list prints all names`);
    return 2;
  }
  const measurements: Measurement[] = [];
  let failures = 0;
  for (const { file, benchmark } of selected) {
    console.log(`${file}: ${benchmark.name}`);
    if (options.list) continue;
    try {
      const measurement = await measure(benchmark, options.rounds ?? benchmark.rounds);
      measurements.push(measurement);
      console.log(`${table([measurement])}\n`);
    } catch (error) {
      failures++;
      console.error(`  failed: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    }
  }
  if (measurements.length > 1) console.log(table(measurements));
  return failures > 0 ? 1 : 0;
}

interface Options {
  readonly only: string;
  readonly rounds: number | undefined;
  readonly list: boolean;
}

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({
      options: { only: { type: 'string' }, rounds: { type: 'string' }, list: { type: 'boolean' } },
    });
    const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
    if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) return undefined;
    return { only: values.only ?? '', rounds, list: values.list ?? false };
  } catch {
    return undefined;
  }
}

async function allBenchmarks(): Promise<{ file: string; benchmark: Benchmark }[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.bench.ts')).toSorted();
  const found: { file: string; benchmark: Benchmark }[] = [];
  for (const file of files) {
    const module: { default: readonly Benchmark[] } = await import(`./${file}`);
    for (const benchmark of module.default) found.push({ file, benchmark });
  }
  return found;
}

// Browsers and workers of a benchmark that failed may still hold the process.
process.exit(await main());
