import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { englishModel } from '../../core/embedding/model.ts';
import { seededOrder } from '../../fleet/drawn-drafts.ts';
import { outOfScope, type PlantedWorld, plantWorld } from '../../fleet/planted-world.ts';
import type { EmbeddedDraft } from '../../fleet/simulated-volunteer.ts';
import { simulate } from '../../fleet/simulation.ts';
import { closeRound, fetchRounds, readJoinLink, sendReports } from '../../fleet/study-client.ts';
import { readTopicTexts } from '../../fleet/topic-texts.ts';
import { demoStudies, readDrafts } from '../../harness/demo-studies.ts';
import { repository } from '../../harness/folders.ts';
import { type ServerProcess, startServer } from '../../harness/server-process.ts';
import { until } from '../../harness/until.ts';
import { secureRandom } from '../../server/secure-random.ts';
import type { Closing } from '../closing.ts';
import { donor } from '../donor.ts';
import { type ChosenTexts, learningPicture } from '../learning-picture.ts';
import type { Narrator } from '../narrator.ts';
import type { DemoOptions } from '../options.ts';
import { countTopics, topicDivergence } from '../topic-divergence.ts';
import { embedDrafts } from './let-volunteers-vote.ts';
import { photographPage } from './photograph-page.ts';

const study = 'everyday-learning';
const datasetTexts = 40;
const randomDatasets = 50;
const connections = 16;
const yearMs = 365 * 24 * 60 * 60 * 1000;

const proposalSchema = z.looseObject({
  round: z.int(),
  candidates: z.array(z.looseObject({ text: z.string(), before: z.array(z.int()) })),
  map: z.array(z.looseObject({ like: z.string(), share: z.number() })),
  moved: z.number().nullable(),
  stop: z.string().nullable(),
});
type Proposal = z.infer<typeof proposalSchema>;

interface Settings {
  readonly options: DemoOptions & { readonly rounds: number };
  readonly narrator: Narrator;
  readonly closing: Closing;
}

/** A study in rounds that learn, from its file to `train.jsonl`; true when its dataset is the nearest to the truth. */
export async function learnInRounds({ options, narrator, closing }: Settings): Promise<boolean> {
  const { rounds, volunteers, seed, output } = options;
  narrator.chapter('1. A study file and a pool of texts');
  const studies = join(closing.folder, 'studies');
  const folder = join(studies, study);
  await writeStudy(folder, rounds, Date.now());
  const pool = readTopicTexts(await readFile(join(folder, 'pool.txt'), 'utf8').then(withoutIntroduction));
  const topicOf = new Map(pool.map(({ text, topic }) => [text, topic]));
  narrator.step(`The pool has ${pool.length} texts, made up for this project`);
  const world = plantWorld(await readDrafts(demoStudies.en), volunteers, seed);
  const planted = new Map([...world.percents].filter(([topic]) => topic !== outOfScope));
  narrator.step(`Planted what ${volunteers} people write about, from seed ${seed}; each answers one round only`);
  narrator.detail([...world.percents].map(([topic, percent]) => `${topic} ${percent} %`).join(', '));
  narrator.detail('Nobody wrote about the other topics of the pool.');
  const drafts = await embedDrafts(demoStudies.en, englishModel, narrator, closing.signal);
  const data = join(closing.folder, 'data');
  const measured: ChosenTexts[] = [];
  const measure = (name: string, texts: readonly string[], keep: boolean): number => {
    const counts = countTopics(texts, topicOf);
    const divergence = topicDivergence(counts, planted);
    const shares = keep ? new Map([...counts].map(([topic, count]) => [topic, count / texts.length])) : new Map();
    measured.push({ name, shares, divergence });
    return divergence;
  };
  const random = Array.from({ length: randomDatasets }, (_, i) =>
    seededOrder(pool, seed + i)
      .slice(0, datasetTexts)
      .map(({ text }) => text),
  );
  measured.push({
    name: `${datasetTexts} texts by chance, without votes`,
    shares: new Map(),
    divergence: mean(random.map((texts) => topicDivergence(countTopics(texts, topicOf), planted))),
  });

  // Nothing is published at its start: each round is opened as its preview shows it.
  const published = join(closing.folder, 'published-at-start');
  await mkdir(published);
  const server = await startServer({ data, studies: published, port: options.port });
  closing.add(
    async () => {
      server.kill();
      await server.ended;
    },
    () => server.kill(),
  );
  narrator.step(`The study server listens at ${server.origin}, with an empty database`);
  const place = ['--server', server.origin, '--token-file', join(data, 'admin-token')];
  let dataset = '';
  for (let round = 1; round <= rounds; round++) {
    narrator.chapter(`${round + 1}. Round ${round} of ${rounds}`);
    await propose(['next', folder, '--publish', '--anyway', ...place], narrator, closing.signal);
    await donor([round === 1 ? 'open' : 'open-round', study, '--folder', folder, '--yes', ...place], closing.signal);
    narrator.step(`Opened round ${round} as its preview showed it; a person would have read its texts first`);
    await vote(server, part(world, round - 1, rounds), drafts, narrator, closing.signal);
    dataset = round === rounds ? output : join(closing.folder, `dataset-${round}`);
    const words = ['dataset', study, '--count', String(datasetTexts), '--weights', 'density', '--folder', folder];
    await donor([...words, '--out', dataset, ...place], closing.signal);
    const divergence = measure(
      `dataset after round ${round}`,
      await readTexts(dataset, 'train.jsonl'),
      round === rounds,
    );
    narrator.step(`Divergence of its dataset from what was planted: ${divergence.toFixed(3)} bits`);
  }
  const withoutVotes = measure('the same choice, without votes', await readTexts(dataset, 'no-votes.jsonl'), true);
  measured.splice(1, 0, ...measured.splice(-1));
  const best = measured.at(-1)?.divergence ?? Number.POSITIVE_INFINITY;
  const byChance = measured[0]?.divergence ?? 0;

  narrator.chapter(`${rounds + 2}. From the study file to train.jsonl`);
  narrator.block('Divergence of topics from what was planted (bits; smaller is nearer)', table(measured));
  const page = join(closing.folder, 'learning.html');
  const percents = new Map([...planted].map(([topic, percent]) => [topic, percent / 100]));
  await writeFile(page, learningPicture(percents, measured));
  await photographPage(pathToFileURL(page).href, options.screenshot, closing);
  narrator.step(`Its picture is in ${options.screenshot}, the dataset in ${join(output, 'train.jsonl')}`);
  const map = options.screenshot.replace(/(\.\w+)?$/, '-map$1');
  await photographMap(`${server.origin}/studies/${study}`, map, closing);
  narrator.step(`The study's page with its map is in ${map}`);
  const isNearer = best < withoutVotes && best < byChance;
  if (isNearer)
    narrator.step(
      'The dataset is nearer to what was planted than texts by chance and than the same choice without votes',
    );
  else narrator.warn('The dataset is not nearer to what was planted than texts that need no vote');
  return isNearer;
}

/** The page says for some seconds that its map is being drawn. */
async function photographMap(address: string, file: string, closing: Closing): Promise<void> {
  await until('the map of the study', async () => {
    const page = await (await fetch(address, { signal: closing.signal })).text();
    return page.includes('class="map"');
  });
  await photographPage(address, file, closing);
}

/** The study, open for a year, with a cohort a round. */
async function writeStudy(folder: string, rounds: number, now: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(repository, 'demo', 'learning'), folder, { recursive: true });
  const file = join(folder, 'study.yaml');
  const document = parseDocument(await readFile(file, 'utf8'));
  document.set('endsAt', new Date(now + yearMs).toISOString().replace(/\.\d+/, ''));
  document.set('cohorts', rounds);
  await writeFile(file, document.toString({ lineWidth: 0 }));
}

/** The first lines of the pool say what it is, and are no topic. */
const withoutIntroduction = (source: string): string => source.slice(source.indexOf('\n\n') + 2);

const part = (world: PlantedWorld, index: number, parts: number): PlantedWorld => ({
  ...world,
  volunteers: world.volunteers.filter((_drafts, volunteer) => volunteer % parts === index),
});

async function propose(words: readonly string[], narrator: Narrator, signal: AbortSignal): Promise<Proposal> {
  const proposal = proposalSchema.parse(await donor(words, signal));
  const kept = proposal.candidates.filter(({ before }) => before.length > 0).length;
  const { length } = proposal.candidates;
  narrator.step(
    `donor next proposed ${length} candidates for round ${proposal.round}: ${kept} kept, ${length - kept} new`,
  );
  if (proposal.round > 1) {
    for (const { like, share } of proposal.map.slice(0, 3)) {
      narrator.detail(`about ${(100 * share).toFixed(0)} % is like “${like}”`);
    }
  }
  if (proposal.moved !== null)
    narrator.detail(`The last round moved ${(100 * proposal.moved).toFixed(0)} % of the fit.`);
  if (proposal.stop !== null) narrator.detail(`It also says that ${proposal.stop}.`);
  return proposal;
}

/** Fresh volunteers answer the newest round, which then closes. */
async function vote(
  server: ServerProcess,
  world: PlantedWorld,
  drafts: readonly EmbeddedDraft[],
  narrator: Narrator,
  signal: AbortSignal,
): Promise<void> {
  const link = await readJoinLink(server.origin, study);
  const newest = (await fetchRounds({ ...link, server: server.origin })).slice(-1);
  const { reports } = simulate(world, drafts, newest, { random: secureRandom(), now: Date.now() });
  const onProgress = narrator.progress(`${reports.length} fresh volunteers voted`, reports.length);
  await sendReports(server.origin, reports, { connections, onProgress, signal });
  for (const { round } of newest) await closeRound(server.origin, round, server.adminToken);
}

async function readTexts(dataset: string, file: string): Promise<string[]> {
  const lines = (await readFile(join(dataset, file), 'utf8')).trimEnd().split('\n');
  return lines.map((line) => z.looseObject({ text: z.string() }).parse(JSON.parse(line)).text);
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

const table = (measured: readonly ChosenTexts[]): string =>
  measured.map(({ name, divergence }) => `${name.padEnd(44)}${divergence.toFixed(3)}`).join('\n');
