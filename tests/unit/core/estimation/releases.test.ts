import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideRelease, type ReleasePlan, smallestRelease } from '../../../../core/estimation/releases.ts';

const plan: ReleasePlan = { releases: 3, minimumReports: 200, level: 0.06 };

test('waits for the minimum of new reports, splits the level, and ends', () => {
  expect(decideRelease(plan, [], 0)).toEqual({ kind: 'wait', missingReports: 200 });
  expect(decideRelease(plan, [], 199)).toEqual({ kind: 'wait', missingReports: 1 });
  expect(decideRelease(plan, [], 200)).toEqual({ kind: 'release', number: 1, level: 0.02 });
  expect(decideRelease(plan, [250], 449)).toEqual({ kind: 'wait', missingReports: 1 });
  expect(decideRelease(plan, [250], 450)).toEqual({ kind: 'release', number: 2, level: 0.02 });
  expect(decideRelease(plan, [250, 450, 1000], 9999)).toEqual({ kind: 'finished' });
  expect(smallestRelease([250, 450, 1000])).toBe(200);
});

test.each<[string, ReleasePlan, number[], number]>([
  ['six releases', { ...plan, releases: 6 }, [], 0],
  ['no release', { ...plan, releases: 0 }, [], 0],
  ['no minimum', { ...plan, minimumReports: 0 }, [], 0],
  ['no level', { ...plan, level: 0 }, [], 0],
  ['a level of one', { ...plan, level: 1 }, [], 0],
  ['a release below the minimum', plan, [100], 500],
  ['reports that vanished', plan, [250], 249],
  ['more releases than planned', plan, [200, 400, 600, 800], 900],
  ['half a report', plan, [], 0.5],
])('refuses %s', (_what, bad, released, reports) => {
  expect(() => decideRelease(bad, released, reports)).toThrow(RangeError);
});

test.each([-1, 0.5, Number.NaN])('says that %s is no number of reports', (reports) => {
  expect(() => decideRelease(plan, [], reports)).toThrow('reports: expected');
});

test('however reports arrive: never more than planned, never too few new ones, levels add up to the whole at most', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.nat(200), { maxLength: 60 }),
      (releases, minimumReports, arrivals) => {
        const released: number[] = [];
        let reports = 0;
        let spent = 0;
        for (const arrived of arrivals) {
          reports += arrived;
          const decision = decideRelease({ releases, minimumReports, level: 0.05 }, released, reports);
          if (decision.kind !== 'release') continue;
          released.push(reports);
          spent += decision.level;
        }
        expect(released.length).toBeLessThanOrEqual(releases);
        expect(spent).toBeLessThanOrEqual(0.05 * (1 + 1e-12));
        if (released.length > 0) expect(smallestRelease(released)).toBeGreaterThanOrEqual(minimumReports);
      },
    ),
    { seed: 21 },
  );
});
