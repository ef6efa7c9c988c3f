import { type Overview, overviewSchema, type StudyOverview } from '../../core/protocol/overview.ts';
import { BadInput } from './bad-input.ts';
import type { Place } from './place.ts';

export type RoundOverview = StudyOverview['rounds'][number];
export interface NamedRound {
  readonly study: StudyOverview;
  readonly round: RoundOverview;
  /** From 1. */
  readonly number: number;
}

export const readOverview = async (place: Place): Promise<Overview> =>
  overviewSchema.parse(await place.get('/v1/studies'));

/** The study called `name`; its id is also a name. */
export async function findStudy(place: Place, name: string): Promise<StudyOverview> {
  const { studies } = await readOverview(place);
  const found = studies.find((study) => study.name === name || study.study === name);
  if (found) return found;
  const known = studies.map((study) => study.name).join(', ');
  throw new BadInput(`no study called "${name}"; ${known === '' ? 'there is none' : `there are ${known}`}`);
}

/** Rounds that a person names: "commute" for all of a study, "commute/2" for its second, or the id of a round. */
export async function findRounds(place: Place, name: string): Promise<NamedRound[]> {
  const { studies } = await readOverview(place);
  const all = studies.flatMap((study) => study.rounds.map((round, i) => ({ study, round, number: i + 1 })));
  const byId = all.filter(({ round }) => round.round === name);
  if (byId.length > 0) return byId;
  const [, studyName = '', number] = /^(.*?)(?:\/(\d+))?$/.exec(name) ?? [];
  const study = await findStudy(place, studyName);
  const rounds = all.filter((each) => each.study.study === study.study);
  if (number === undefined) return rounds;
  const round = rounds[Number(number) - 1];
  if (!round)
    throw new BadInput(`the study "${study.name}" has ${rounds.length} rounds; expected ${study.name}/1 or so`);
  return [round];
}

/** The one round that a person names, such as "commute/2". */
export async function findRound(place: Place, name: string): Promise<NamedRound> {
  const rounds = await findRounds(place, name);
  const [first] = rounds;
  if (first && rounds.length === 1) return first;
  const names = rounds.map(({ study, number }) => `${study.name}/${number}`).join(', ');
  throw new BadInput(`expected one round: ${names || 'this study has none'}`);
}
