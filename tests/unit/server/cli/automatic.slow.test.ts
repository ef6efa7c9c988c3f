import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { englishModel } from '../../../../core/embedding/model.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { simulate } from '../../../../fleet/simulation.ts';
import { fetchOpenRounds, fetchRounds, readJoinLink, sendReports } from '../../../../fleet/study-client.ts';
import { type ServerProcess, startServer } from '../../../../harness/server-process.ts';
import { farYear, studyYaml } from '../../../../harness/study-folder.ts';
import { until } from '../../../../harness/until.ts';
import { loadEmbedder } from '../../../../server/studies/embedder.ts';
import { donor } from './donor.ts';

const food = ['soup', 'bread', 'pasta', 'cake', 'salad', 'pizza', 'rice', 'stew', 'pancakes', 'pie'];
const things = ['car', 'flute', 'parcel', 'passport', 'laptop', 'garden', 'ferry', 'exam', 'storm', 'novel'];
const aboutFood = food.map((dish) => `We had ${dish} for dinner.`);
const aboutThings = things.map((it) => `I was worried about the ${it}.`);
const pool = [...food.map((dish) => `I cooked ${dish} for dinner.`), ...things.map((it) => `I worry about the ${it}.`)];
const secret = 'Only this machine knows this text.';
const yaml = `${studyYaml({ rounds: ['candidates'], year: farYear })
  .replace('candidates.txt', 'round-1.jsonl')
  .replace(/ {4}closesAt.*\n/, '')
  .replace('minSimilarity: 0.4', 'minSimilarity: 0.2')
  .replace(
    'rounds:',
    'cohorts: 2\npool: [{ texts: pool.txt, declared: synthetic }, { texts: own.txt, declared: private }]\nrounds:',
  )}    cohorts: [0]\n`;

let parent: string;
let folder: string;
let data: string;
let server: ServerProcess;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'donor-automatic-'));
  folder = join(parent, 'studies', 'commute');
  data = join(parent, 'data');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'study.yaml'), yaml);
  writeFileSync(join(folder, 'pool.txt'), pool.join('\n'));
  writeFileSync(join(folder, 'own.txt'), secret);
});
afterAll(async () => {
  server?.kill();
  await server?.ended;
  rmSync(parent, { recursive: true });
});

const start = () => startServer({ data, studies: join(parent, 'studies'), port: 0 });

/** As many as the limit, so that the round does not close before the last report has come. */
const volunteers = 50;

/** Waits until round `number` is open, and lets volunteers answer it who write such texts. */
async function vote(number: number, texts: readonly string[]): Promise<void> {
  const link = { ...(await readJoinLink(server.origin, 'commute')), server: server.origin };
  const round = await until(`round ${number}`, async () => {
    const found = (await fetchRounds(link))[number - 1];
    return found && (await fetchOpenRounds(link)).has(found.round) ? found : undefined;
  });
  const embedder = await loadEmbedder(englishModel);
  const embeddings = await embedder.embed(texts);
  await embedder.dispose();
  const drafts = texts.map((text, i) => ({ text, embedding: embeddings[i] as Float32Array }));
  const written = Array.from({ length: volunteers }, (_, i) => [i % drafts.length]);
  const world = { percents: new Map<string, number>(), volunteers: written };
  const { reports } = simulate(world, drafts, [round], { random: seededRandom(number), now: Date.now() });
  await sendReports(server.origin, reports, {
    connections: 8,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}

test('a study runs two rounds by itself over HTTP, from texts that were approved, also when its server is killed', {
  timeout: 300_000,
}, async () => {
  expect((await donor(['next', folder, '--candidates', '6'])).code).toBe(0);
  server = await start();
  const at = ['--data', data];
  const token = join(parent, 'ada.token');
  await donor(['token', 'create', 'ada', '--study', 'commute', '--scope', 'run', '--out', token, ...at]);
  const ada = ['--server', server.origin, '--token-file', token];
  const settings = ['automatic', 'start', folder, '--rounds', '2', '--reports', '50'];

  const wrong = await donor(['automatic', 'start', folder, '--rounds', '2', '--reports', '60', ...ada]);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/--reports: expected one of 50, 100,/)]);
  const review = join(parent, 'review.jsonl');
  const reviewed = await donor([...settings, '--review', review, '--json']);
  const { sha256 } = JSON.parse(reviewed.stdout);
  const texts = readFileSync(review, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).text as string);
  expect(texts.sort()).toEqual(pool.toSorted());
  const other = await donor([...settings, '--approved', '0'.repeat(64), '--yes', ...ada]);
  expect(other.stderr).toMatch(/the pool or the study file has changed/);
  const unasked = await donor([...settings, '--approved', sha256, ...ada]);
  expect(unasked.stderr).toMatch(/chosen from these 20, and published for good without anybody reading them again/);
  expect(unasked.stderr).toMatch(/1 texts that are declared private stay here/);
  expect(unasked.code).toBe(2);
  const started = await donor([...settings, '--approved', sha256, '--yes', ...ada]);
  expect([started.code, started.stdout]).toEqual([
    0,
    expect.stringMatching(/waits until the open round has closed; 0 of 2/),
  ]);

  await vote(1, aboutFood);
  expect((await donor(['close', 'commute/1', '--yes', ...ada])).code).toBe(0);
  await vote(2, aboutThings);
  server.kill();
  await server.ended;
  server = await start();
  await vote(3, aboutFood);
  const run = await until('the end', async () => {
    const headers = { authorization: `Bearer ${readFileSync(token, 'utf8').trim()}` };
    const found = await (await fetch(`${server.origin}/v1/automatic/commute`, { headers })).json();
    return found.phase === 'stopped' ? found : undefined;
  });
  const kinds = run.steps.map(({ step }: { step: { kind: string } }) => step.kind);
  const round = ['chosen', 'opened', 'limit-reached', 'closed'];
  expect(kinds).toEqual(['started', 'closed', ...round, ...round, 'stopped']);
  expect(run.steps.at(-1).step.code).toBe('rounds-done');
  const shown = await donor(['automatic', 'status', 'commute', ...at]);
  expect(shown.stdout).toMatch(/ 5 {2}\S+ {2}round 2 has at least 50 reports, by its public total: it closes/);
  expect(shown.stdout).toMatch(
    /chose 6 texts for round 3 \(\d kept, \d new\), learned from rounds 1–2, 100 reports; the last one moved/,
  );
  expect(shown.stdout).toMatch(/now +stopped: all of its 2 rounds were run/);

  // What was opened is the approved texts alone; the private one has never left.
  const link = { ...(await readJoinLink(server.origin, 'commute')), server: server.origin };
  const rounds = await fetchRounds(link);
  expect(rounds).toHaveLength(3);
  for (const each of rounds) expect(pool).toEqual(expect.arrayContaining([...each.texts]));
  expect(readFileSync(join(data, 'donor.sqlite')).includes(secret)).toBe(false);

  const fetched = await donor(['automatic', 'fetch', folder, '--json', ...at]);
  expect(JSON.parse(fetched.stdout)).toMatchObject({ added: [2, 3] });
  expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).toContain('texts: round-3.jsonl');
  const again = await donor([...settings, '--yes', '--json', ...at]);
  expect(JSON.parse(again.stdout).run).toMatchObject({ phase: 'running', opened: [] });
  for (const [word, said] of [
    ['pause', /paused; donor automatic resume goes on/],
    ['resume', /now +(waits|chooses|opens)/],
    ['stop', /stopped: a person has stopped it/],
  ] as const) {
    expect((await donor(['automatic', word, 'commute', ...at])).stdout, word).toMatch(said);
  }
});
