import type { Command } from 'commander';
import { releasePlanOf } from '../../core/protocol/manifest.ts';
import { coarseTotals, type RoundResults, roundResultsSchema } from '../../core/protocol/results.ts';
import { BadInput } from './bad-input.ts';
import { type ConfirmOptions, confirm, withYes } from './confirm.ts';
import { findRound, findStudy } from './named.ts';
import { atPlace, type PlaceOptions, withPlace } from './place.ts';
import { type JsonOption, withJson, write, writeJson } from './standard-output.ts';

type Options = PlaceOptions & ConfirmOptions & JsonOption;

export function addClose(program: Command): void {
  const command = program
    .command('close')
    .description('close a round for good, before its time; releases its estimates if enough reports came')
    .argument('<round>', 'the round, such as commute/2, or its id');
  withJson(withYes(withPlace(command))).action(close);
}

export function addEnd(program: Command): void {
  const command = program
    .command('end')
    .description('end a study for good, before its time: its rounds close, and none is added')
    .argument('<study>', 'name or id of the study');
  withJson(withYes(withPlace(command))).action((name: string, options: Options) => endStudy(name, 'end', options));
}

export function addWithdraw(program: Command): void {
  const command = program
    .command('withdraw')
    .description('withdraw a study for good: its rounds close, and the devices that joined it leave it')
    .argument('<study>', 'name or id of the study');
  withJson(withYes(withPlace(command))).action((name: string, options: Options) => endStudy(name, 'withdraw', options));
}

async function close(name: string, options: Options): Promise<void> {
  await atPlace(options, async (place) => {
    const { study, round, number } = await findRound(place, name);
    const results = roundResultsSchema.parse(await place.get(`/v1/rounds/${round.round}/results`));
    const title = `${study.name}/${number}`;
    if (round.state === 'closed') throw new BadInput(`${title} is closed already`);
    await confirm(
      [`Closing ${title}, "${round.title}": it takes no more reports. ${closing(results)}`],
      title,
      options,
    );
    await place.post(`/v1/rounds/${round.round}/close`);
    await tell('closed', title, round.round, options);
  });
}

async function endStudy(name: string, how: 'end' | 'withdraw', options: Options): Promise<void> {
  await atPlace(options, async (place) => {
    const study = await findStudy(place, name);
    if (study.state === 'withdrawn') throw new BadInput(`${study.name} is withdrawn already`);
    const open = study.rounds.flatMap((round, i) => (round.state === 'open' ? [{ round, number: i + 1 }] : []));
    const lines = [
      how === 'end'
        ? `Ending ${study.name}: no round follows, and its pages and results stay.`
        : `Withdrawing ${study.name}: its id answers "withdrawn" for good, and every device that joined it leaves it with a notice.`,
    ];
    for (const { round, number } of open) {
      const results = roundResultsSchema.parse(await place.get(`/v1/rounds/${round.round}/results`));
      lines.push(`${study.name}/${number} closes. ${closing(results)}`);
    }
    await confirm(lines, study.name, options);
    await place.post(`/v1/studies/${study.study}/${how}`);
    await tell(how === 'end' ? 'ended' : 'withdrawn', study.name, study.study, options);
  });
}

/** What was done, and to what. */
const tell = (done: string, name: string, id: string, { json }: JsonOption): Promise<void> =>
  json ? writeJson({ [done]: { name, id } }) : write(`${done} ${name} (${id})\n`);

/** What follows from closing a round now, as far as anybody may know it before its release. */
function closing({ manifest, outcome }: RoundResults): string {
  const { minimumReports } = releasePlanOf(manifest);
  const released = outcome.state === 'released' ? (outcome.releases.at(-1) ?? 0) : 0;
  const next = outcome.state === 'released' ? outcome.next : outcome;
  if (next.state !== 'open') return '';
  const needed = released + minimumReports;
  const none = released === 0 ? 'there will be no estimate, ever' : 'there will be no further estimate';
  if (next.coarseTotal >= needed) return 'Its last release is made.';
  // The rough total says that there are fewer reports than its next step.
  const fewerThan = coarseTotals.find((total) => total > next.coarseTotal) ?? Number.POSITIVE_INFINITY;
  if (fewerThan <= needed) return `There are fewer than ${needed} reports: ${none}.`;
  return `There are at least ${next.coarseTotal} reports. If they are fewer than ${needed}, ${none}.`;
}
