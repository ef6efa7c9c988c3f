import { expect, test } from 'vitest';
import { settledMovement } from '../../../../core/evolution/movement.ts';
import { nextRound } from '../../../../server/evolution/next-round.ts';
import { reasonToStop } from '../../../../server/evolution/proposal.ts';
import { poolFolder } from './pool-folder.ts';

const now = Date.parse('2026-03-01T00:00:00Z');
/** What the log of rounds says of their times. */
const log = [{ signed: { document: { opensAt: '2026-02-01T00:00:00Z', closesAt: '2026-02-11T00:00:00Z' } } }] as never;

test('the next round is like the last one, open for as long, and for the cohorts that have answered the least', async () => {
  const { folder } = await poolFolder('cohorts: 3', {});
  const [only] = folder.rounds;
  if (!only) throw new Error('expected a round');
  const asked = { ...folder, rounds: [{ ...only, cohorts: [1], closesAt: '2026-02-11T00:00:00Z' }] };
  const { number, entry, cohorts } = nextRound(asked, log, now);
  expect(number).toBe(2);
  expect(cohorts).toEqual([0]);
  expect(entry).toMatchObject({
    texts: 'round-2.jsonl',
    title: only.title,
    epsilon: 4,
    cohorts: [0],
    closesAt: '2026-03-11T00:00:00Z',
  });
  expect(entry).not.toHaveProperty('list');
});

test('it never closes after its study, and a study of one cohort names none', async () => {
  const { folder } = await poolFolder('', {});
  const [only] = folder.rounds;
  if (!only) throw new Error('expected a round');
  const late = Date.parse('2026-12-30T00:00:00Z');
  const { entry, cohorts } = nextRound(
    { ...folder, rounds: [{ ...only, closesAt: '2026-02-11T00:00:00Z' }] },
    log,
    late,
  );
  expect(cohorts).toBeUndefined();
  expect(entry).not.toHaveProperty('cohorts');
  expect(entry.closesAt).toBe('2026-12-31T00:00:00Z');
});

test.each([
  ['below', settledMovement - 1e-9, /no longer moves/],
  ['at', settledMovement, undefined],
  ['above', settledMovement + 1e-9, undefined],
])('a fit that moves %s the limit', (_what, moved, reason) => {
  const fitted = { so: { known: [], leftOut: [] }, fit: { moved } } as never;
  if (reason) expect(reasonToStop(fitted, false)).toMatch(reason);
  else expect(reasonToStop(fitted, false)).toBeUndefined();
});

test('a study whose volunteers have no room left stops, whatever the fit', () => {
  expect(reasonToStop({ so: { known: [] }, fit: { moved: null } } as never, true)).toMatch(/no room left/);
});
