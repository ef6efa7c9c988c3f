import { type EmbeddingModel, modelNamed } from '../../core/embedding/model.ts';
import type { RoundResults } from '../../core/protocol/results.ts';
import { outOfScope, plantWorld } from '../../fleet/planted-world.ts';
import type { EmbeddedDraft } from '../../fleet/simulated-volunteer.ts';
import { type RoundAnswers, simulate } from '../../fleet/simulation.ts';
import {
  closeRound,
  fetchResults,
  fetchRounds,
  fetchStudy,
  readJoinLink,
  sendReports,
} from '../../fleet/study-client.ts';
import { type DemoStudy, readCandidates, readDrafts, simulatedStudy } from '../../harness/demo-studies.ts';
import type { ServerProcess } from '../../harness/server-process.ts';
import { secureRandom } from '../../server/secure-random.ts';
import { loadEmbedder } from '../../server/studies/embedder.ts';
import type { Narrator } from '../narrator.ts';
import type { DemoOptions } from '../options.ts';
import { formatTable } from '../report-table.ts';
import { type Released, textRows, topicRows } from '../result-rows.ts';
import { sumByTopic, topTopicsFound } from '../topic-sums.ts';

interface Settings {
  readonly demo: DemoStudy;
  readonly server: ServerProcess;
  readonly options: DemoOptions;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}

/** What counts as having worked: the three largest planted topics are among the four largest estimates. */
const check = { first: 3, among: 4 };

const connections = 16;

/**
 * Lets simulated volunteers vote, closes the rounds, shows the estimates beside the truth; true when the check holds.
 */
export async function letVolunteersVote({ demo, server, options, narrator, signal }: Settings): Promise<boolean> {
  const world = plantWorld(await readDrafts(demo), options.volunteers, options.seed);
  const planted = [...world.percents].map(([topic, percent]) => `${topic} ${percent} %`);
  narrator.step(`Planted what ${options.volunteers} people write about, from seed ${options.seed}`);
  narrator.detail(planted.join(', '));

  const link = await readJoinLink(server.origin, simulatedStudy(demo));
  const model = modelNamed((await fetchStudy({ ...link, server: server.origin })).document.model);
  if (!model) throw new Error('the demo study names a model that is not here');
  const drafts = await embedDrafts(demo, model, narrator, signal);
  const rounds = await fetchRounds({ ...link, server: server.origin });
  const { answers, reports } = simulate(world, drafts, rounds, { random: secureRandom(), now: Date.now() });
  narrator.step(`Everybody answered ${rounds.length} rounds: true answer, ledger, randomised vote, report`);
  narrator.detail('Randomness of the votes: from the operating system. The seed decided only what people wrote.');

  const onProgress = narrator.progress(`Sent ${reports.length} reports to the ordinary endpoint`, reports.length);
  await sendReports(server.origin, reports, { connections, onProgress, signal });
  for (const { round } of rounds) await closeRound(server.origin, round, server.adminToken);
  narrator.step(`Closed the rounds with the administrator's token; their one planned release is due`);

  const [candidates, fragments] = answers;
  if (!candidates || !fragments) throw new Error('the demo study has one candidate round and one fragment poll');
  const found = await showCandidates(server.origin, demo, candidates, world.percents, narrator);
  await showFragments(server.origin, fragments, narrator);
  return found;
}

/** The same model as in the browser, in Node; every distinct draft once. */
export async function embedDrafts(
  demo: DemoStudy,
  model: EmbeddingModel,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<EmbeddedDraft[]> {
  const texts = (await readDrafts(demo)).map(({ text }) => text);
  const embedder = await loadEmbedder(model);
  const onProgress = narrator.progress(`Embedded ${texts.length} distinct drafts with the model`, texts.length);
  const embeddings = await embedder.embed(texts, { onProgress, signal });
  await embedder.dispose();
  return texts.map((text, index) => ({ text, embedding: embeddings[index] as Float32Array }));
}

async function showCandidates(
  server: string,
  demo: DemoStudy,
  { round, trueCounts }: RoundAnswers,
  percents: ReadonlyMap<string, number>,
  narrator: Narrator,
): Promise<boolean> {
  const released = releasedOutcome(await fetchResults(server, round.round));
  const candidates = await readCandidates(demo);
  const { mechanism } = round.manifest;
  const sums = sumByTopic(
    candidates.map(({ topic }) => topic),
    released.shares.map(({ share }) => share),
    { mechanism, reports: released.reports, level: released.level },
  );
  const rows = topicRows(released, sums, candidates, { trueCounts, percents });
  narrator.block(`${round.manifest.title} (per cent of volunteers)`, formatTable(rows, true).join('\n'));
  narrator.detail(
    'planted: drafts written about the topic. true: volunteers whose drawn draft was nearest to it, which the server',
  );
  narrator.detail(
    'never learns. estimate: what the server worked out from the noisy votes; one error rate for all intervals of',
  );
  narrator.detail(
    'a kind together. A draft like no candidate is "none", whatever its topic. Whether a share can be told from zero is',
  );
  narrator.detail(
    'decided by an exact one-sided test, so an interval, which looks to both sides, may reach a little below zero.',
  );
  const found = topTopicsFound(percents, sums, check);
  const topics = [...percents.keys()].filter((topic) => topic !== outOfScope).slice(0, check.first);
  const verdict = `of the estimates' top ${check.among}: ${topics.join(', ')}`;
  if (found) narrator.step(`All of the planted top ${check.first} are ${verdict}`);
  else narrator.warn(`Not all of the planted top ${check.first} are ${verdict}`);
  return found;
}

async function showFragments(server: string, { round, trueCounts }: RoundAnswers, narrator: Narrator): Promise<void> {
  const released = releasedOutcome(await fetchResults(server, round.round));
  const rows = textRows(released, round.texts, { trueCounts });
  narrator.block(`${round.manifest.title} (per cent of volunteers)`, formatTable(rows, false).join('\n'));
  const { localEpsilon, central } = released;
  narrator.detail(`${released.reports} reports; each spent epsilon ${localEpsilon.toFixed(3)} on the device.`);
  narrator.detail(
    `Central epsilon ${central.epsilon.toFixed(3)} at delta ${central.delta.toExponential()}. ${central.condition}`,
  );
}

function releasedOutcome({ outcome }: RoundResults): Released {
  if (outcome.state !== 'released') throw new Error(`expected released results, found "${outcome.state}"`);
  return outcome;
}
