import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { englishModel } from '../../../../core/embedding/model.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { simulate } from '../../../../fleet/simulation.ts';
import { closeRound, fetchRounds, readJoinLink, sendReports } from '../../../../fleet/study-client.ts';
import { type ServerProcess, startServer } from '../../../../harness/server-process.ts';
import { farYear, studyYaml } from '../../../../harness/study-folder.ts';
import { until } from '../../../../harness/until.ts';
import { loadEmbedder } from '../../../../server/studies/embedder.ts';
import { donor } from './donor.ts';

/** Half of the pool is about food, and that is all that anybody writes about. */
const food = ['soup', 'bread', 'pasta', 'cake', 'salad', 'pizza', 'rice', 'stew', 'pancakes', 'pie'];
const things = ['car', 'flute', 'parcel', 'passport', 'laptop', 'garden', 'ferry', 'exam', 'storm', 'novel'];
const pool = [...food.map((dish) => `I cooked ${dish} for dinner.`), ...things.map((it) => `I worry about the ${it}.`)];
const yaml = `${studyYaml({ rounds: ['candidates'], year: farYear })
  .replace('candidates.txt', 'round-1.jsonl')
  .replace(/ {4}closesAt.*\n/, '')
  .replace('minSimilarity: 0.4', 'minSimilarity: 0.2')
  .replace('rounds:', 'cohorts: 2\npool: [{ texts: pool.txt, declared: synthetic }]\nrounds:')}    cohorts: [0]\n`;

let parent: string;
let folder: string;
let data: string;
let server: ServerProcess | undefined;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'donor-rounds-'));
  folder = join(parent, 'studies', 'commute');
  data = join(parent, 'data');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'study.yaml'), yaml);
  writeFileSync(join(folder, 'pool.txt'), pool.join('\n'));
});
afterAll(async () => {
  server?.kill();
  await server?.ended;
  rmSync(parent, { recursive: true });
});

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Starts the server, which publishes the newest round, and lets 80 volunteers who write about food answer it. */
async function vote(): Promise<void> {
  server = await startServer({ data, studies: join(parent, 'studies'), port: 0 });
  const link = await readJoinLink(server.origin, 'commute');
  const newest = (await fetchRounds({ ...link, server: server.origin })).slice(-1);
  const texts = food.map((dish) => `We had ${dish} for dinner.`);
  const embedder = await loadEmbedder(englishModel);
  const embeddings = await embedder.embed(texts);
  await embedder.dispose();
  const drafts = texts.map((text, i) => ({ text, embedding: embeddings[i] as Float32Array }));
  const volunteers = Array.from({ length: 80 }, (_, i) => [i % drafts.length]);
  const world = { percents: new Map<string, number>(), volunteers };
  const { reports } = simulate(world, drafts, newest, { random: seededRandom(1), now: Date.now() });
  await sendReports(server.origin, reports, {
    connections: 8,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}
async function close(): Promise<void> {
  if (!server) throw new Error('expected a server');
  const link = await readJoinLink(server.origin, 'commute');
  for (const { round } of await fetchRounds({ ...link, server: server.origin })) {
    await closeRound(server.origin, round, server.adminToken);
  }
  server.kill('SIGTERM');
  await server.ended;
}

test('a study learns from round to round, from a file of texts to a dataset', async () => {
  const first = await donor(['next', folder, '--candidates', '6']);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/The pool has 20 different texts/);
  expect(first.stdout).toMatch(/Round 1: 6 candidates, 0 kept from earlier rounds, 6 new\./);
  const chosen = linesOf(join(folder, 'round-1.jsonl'));
  expect(chosen).toHaveLength(6);
  expect(chosen[0]).toMatchObject({ source: expect.stringMatching(/^pool\.txt:\d+$/), before: [] });

  await vote();
  const open = await donor(['next', folder, '--data', data]);
  expect(open.code).toBe(2);
  expect(open.stderr).toMatch(/round 1 is open until .*would publish a look at it; wait, or close it with donor close/);
  await close();

  const second = await donor(['next', folder, '--data', data, '--publish', '--json']);
  expect([second.stderr, second.code]).toEqual([expect.anything(), 0]);
  const proposal = JSON.parse(second.stdout);
  expect(proposal).toMatchObject({ round: 2, learnedFrom: [{ round: 1, reports: 80 }], cohorts: [1], stop: null });
  expect(proposal.preview).toMatchObject({ name: 'commute', opens: 'rounds', firstRound: 2 });
  expect(proposal.map[0].like).toMatch(/cooked/);
  expect(linesOf(join(folder, 'round-2.jsonl'))).toHaveLength(6);
  expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).toContain('texts: round-2.jsonl');
  const again = await donor(['next', folder, '--data', data]);
  expect(again.stderr).toMatch(/round 2 stands in the study file of commute and is not published yet/);
  expect((await donor(['open-round', 'commute', '--folder', folder, '--yes', '--data', data])).code).toBe(0);

  await vote();
  await close();
  // Two rounds and a pool: the fit is what new texts and a dataset are made of, unless another way is asked for.
  const varied = await donor(['vary', folder, '--learned', '--parents', '20', '--data', data, '--json']);
  expect(JSON.parse(varied.stdout)).toMatchObject({ made: expect.any(Number), spent: 'nothing' });
  const variations = linesOf(join(folder, 'variations.jsonl'));
  expect(variations.length).toBeGreaterThan(0);
  for (const line of variations) expect(line).toMatchObject({ provider: 'words', round: 2, declared: 'synthetic' });
  expect(variations.filter(({ parent }) => String(parent).includes('cooked')).length).toBeGreaterThan(0);

  const out = join(parent, 'dataset');
  const environment = { DONOR_STUDIES: join(parent, 'studies') };
  const made = await donor(['dataset', 'commute', '--count', '5', '--out', out, '--data', data], '', environment);
  expect(made.code).toBe(0);
  expect(made.stderr).toMatch(/train\.jsonl: 5 different texts, by a fit to 2 rounds/);
  const lines = linesOf(join(out, 'train.jsonl'));
  expect(lines.filter(({ text }) => String(text).includes('cooked')).length).toBeGreaterThanOrEqual(4);
  expect(linesOf(join(out, 'no-votes.jsonl'))).toHaveLength(5);
  const card = readFileSync(join(out, 'README.md'), 'utf8');
  expect(card).toMatch(/weights \| density/);
  expect(card).toMatch(/round 2 \| 80 reports on 6 candidates/);
  expect(card).toMatch(/an estimate without an interval or a guarantee/);
  const away = await donor(['dataset', 'commute', '--count', '5', '--out', `${out}-2`, '--data', data]);
  expect(away.stderr).toMatch(/the pool of the study is not here/);
  expect(readFileSync(join(`${out}-2`, 'README.md'), 'utf8')).toMatch(/texts that can be told from zero/);

  // The study's page draws what is known from the two rounds, while people read it.
  server = await startServer({ data, studies: join(parent, 'studies'), port: 0 });
  const { origin } = server;
  const page = await until('the map', async () => {
    const text = await (await fetch(`${origin}/studies/commute`)).text();
    return text.includes('<svg class="map"') && text;
  });
  expect(page).toMatch(/An estimate without a guarantee, from rounds 1 and 2 together/);
  expect(page.match(/<circle/g)?.length).toBeGreaterThanOrEqual(6);
  expect(page).toMatch(/<th scope="row" lang="en" dir="auto">I cooked \w+ for dinner\.<\/th><td class="number">about/);
});
