import { describe, expect, it } from 'vitest';
import { type Circumstances, type Hindrance, hindrance, hindranceReason, isTooLate } from '../../../src/consent.ts';
import { refreshLog } from '../../../src/studies/round-log.ts';
import { roundsOf, studyById } from '../../../src/studies/study-store.ts';
import { server, studyWorld } from './study-world.ts';
import { joinedDevice } from './test-device.ts';

const never = new AbortController().signal;

async function circumstances(): Promise<Circumstances> {
  const world = await studyWorld({ rounds: ['candidates'] });
  const device = await joinedDevice(world);
  const before = await studyById(device.database, world.study);
  if (before) await refreshLog(device, before, never);
  const study = await studyById(device.database, world.study);
  const [round] = await roundsOf(device.database, world.study);
  return { permission: 'granted', paused: false, study, round, server, now: device.now() };
}

type Changes = (given: Circumstances) => Partial<Circumstances>;
const ofStudy =
  (changes: object): Changes =>
  ({ study }) => ({ study: { ...study, ...changes } as Circumstances['study'] });
const ofDocument =
  (changes: object): Changes =>
  ({ study }) =>
    ofStudy({ signed: { ...study?.signed, document: { ...study?.signed.document, ...changes } } })({
      study,
    } as Circumstances);
const ofRound =
  (changes: object): Changes =>
  ({ round }) => ({
    round: {
      ...round,
      signed: { ...round?.signed, document: { ...round?.signed.document, ...changes } },
    } as Circumstances['round'],
  });

const question = { kind: 'candidates', answerRule: 'random-draft', recentDrafts: 20, fewestTexts: 1, epsilon: 4 };

describe('consent', () => {
  it('covers a round of a joined study that asks what was agreed', async () => {
    expect(hindrance(await circumstances())).toBeUndefined();
  });

  it.each<[Hindrance, Changes]>([
    ['no-host', () => ({ permission: 'no-host' })],
    ['no-data-collection', () => ({ permission: 'no-data-collection' })],
    ['paused', () => ({ paused: true })],
    ['not-joined', () => ({ study: undefined })],
    ['not-joined', () => ({ round: undefined })],
    ['not-joined', ofStudy({ state: 'under-review' })],
    ['not-joined', ofStudy({ id: 'f'.repeat(64) })],
    ['another-server', () => ({ server: 'https://other.example' })],
    ['corrected', ofStudy({ correction: { study: 'f'.repeat(64), publicKey: 'key' } })],
    ['log-changed', ofStudy({ logRefused: true })],
    ['log-changed', ofStudy({ log: [] })],
    ['beyond-consent', ofDocument({ questions: [{ ...question, recentDrafts: 19 }] })],
    ['beyond-consent', ofDocument({ questions: [{ ...question, epsilon: 1 }] })],
    ['not-open-yet', ofRound({ opensAt: '2030-01-01T00:00:00.001Z' })],
    ['closed', ofRound({ closesAt: '2030-01-01T00:00:00.000Z' })],
    ['closed', ({ round }) => ({ round: { ...round, closed: true } as Circumstances['round'] })],
    ['study-ended', ofDocument({ endsAt: '2030-01-01T00:00:00.000Z' })],
  ])('is hindered: %s (%#)', async (found, change) => {
    const given = await circumstances();
    expect(hindrance({ ...given, ...change(given) })).toBe(found);
  });

  it.each<[string, Changes]>([
    ['opens', ofRound({ opensAt: '2030-01-01T00:00:00.000Z' })],
    ['has one millisecond left', ofRound({ closesAt: '2030-01-01T00:00:00.001Z' })],
    ['is in a study that has one left', ofDocument({ endsAt: '2030-01-01T00:00:00.001Z' })],
  ])('covers a round in the moment in which it %s', async (_name, change) => {
    const given = await circumstances();
    expect(hindrance({ ...given, ...change(given) })).toBeUndefined();
  });

  it('says in plain words what is missing, and knows which of it means too late', () => {
    const all: Hindrance[] = [
      'no-host',
      'no-data-collection',
      'paused',
      'not-joined',
      'another-server',
      'corrected',
      'log-changed',
      'beyond-consent',
      'not-open-yet',
      'closed',
      'study-ended',
    ];
    expect(new Set(all.map((found) => hindranceReason(found).key)).size).toBe(all.length);
    expect(all.filter(isTooLate)).toEqual(['closed', 'study-ended']);
  });
});
