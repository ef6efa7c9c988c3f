import type { Command } from 'commander';
import type { Overview, StudyOverview } from '../../core/protocol/overview.ts';
import { type RoundResults, roundResultsSchema } from '../../core/protocol/results.ts';
import { english } from '../language/english.ts';
import { coarseTotalInWords, planInWords, votesInWords } from '../pages/wording.ts';
import { findStudy, readOverview } from './named.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { type JsonOption, withJson, write, writeJson, writeTable } from './standard-output.ts';

export function addList(program: Command): void {
  const command = program.command('list').description('list the studies of a server and their rounds');
  withJson(withPlace(command)).action(list);
}

export function addShow(program: Command): void {
  const command = program
    .command('show')
    .description('show a study, and what may be known about each of its rounds now')
    .argument('<study>', 'name or id of the study');
  withJson(withPlace(command)).action(show);
}

async function list({ json, ...place }: PlaceOptions & JsonOption): Promise<void> {
  const overview: Overview = await atPlace(place, readOverview);
  if (json) return writeJson(overview);
  if (overview.studies.length === 0) return write('there is no study yet\n');
  await writeTable(overview.studies.map((study) => [study.name, inShort(study)]));
}

function inShort({ kind, state, rounds, title }: StudyOverview): string {
  const open = rounds.filter((round) => round.state === 'open').length;
  return `${kind.padEnd(5)}  ${state.padEnd(9)}  ${open} of ${rounds.length} rounds open  ${title}`;
}

async function show(name: string, { json, ...options }: PlaceOptions & JsonOption): Promise<void> {
  const { study, results } = await atPlace(options, async (place) => {
    const study = await findStudy(place, name);
    const results: RoundResults[] = [];
    for (const { round } of study.rounds) {
      results.push(roundResultsSchema.parse(await place.get(`/v1/rounds/${round}/results`)));
    }
    return { study, results };
  });
  if (json) return writeJson({ ...study, results });
  const { title, kind, state, endsAt } = study;
  await write(`${title}\n`);
  await writeTable([
    ['study', study.study],
    ['state', `${kind}, ${state}${state === 'running' ? `, ends ${endsAt}` : ''}`],
    ...results.map(
      (result, i) => [`${study.name}/${i + 1}`, `${result.manifest.title}: ${stateInWords(result)}`] as const,
    ),
    ['votes', results[0] ? votesInWords(english, results[0].votes) : 'none'],
  ]);
}

function stateInWords({ manifest, outcome }: RoundResults): string {
  if (outcome.state === 'open') {
    return `open. ${coarseTotalInWords(english, outcome.coarseTotal)} ${planInWords(english, manifest)}`;
  }
  if (outcome.state === 'too-few') return `closed without a release: fewer than ${outcome.minimumReports} reports`;
  if (outcome.state === 'withheld') return `closed without a release. ${english.say('round_withheld')}`;
  const found = outcome.shares.filter(({ significant }) => significant).length;
  const released = `released from ${outcome.reports} reports, ${found} of ${outcome.shares.length} above zero`;
  return outcome.next.state === 'open' ? `${released}. ${planInWords(english, manifest, outcome.releases)}` : released;
}
