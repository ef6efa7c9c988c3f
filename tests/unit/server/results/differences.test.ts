import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesBetween } from '../../../../core/estimation/changes.ts';
import { shareInterval } from '../../../../core/estimation/intervals.ts';
import { projectedShares } from '../../../../core/estimation/projection.ts';
import { randomise, supportProbabilities } from '../../../../core/privacy/subset-selection.ts';
import { type Bundle, bundleSchema } from '../../../../core/protocol/bundle.ts';
import { type RoundResults, roundResultsSchema } from '../../../../core/protocol/results.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { studyYaml } from '../../../../harness/study-folder.ts';
import { comparisonsIn, differingFrom, nearestDiffering, sharedTexts } from '../../../../server/results/differences.ts';
import { resultRows } from '../../../../server/results/result-rows.ts';
import type { StoredRound } from '../../../../server/store/publication-store.ts';
import { openServer, reportOf } from '../opened-server.ts';

/** Three rounds: people change between two releases of the first, the second has some of its texts. */
const yaml = `${studyYaml().replace('minimumReports: 50', 'minimumReports: 200\n    releases: 3')}  - title: And again?
    kind: fragments
    texts: again.txt
    epsilon: 4
    minimumReports: 50
    closesAt: 2026-06-30T00:00:00Z
  - title: Have you typed this phrase?
    kind: fragments
    poll: prevalence
    texts: phrases.txt
    epsilon: 4
    minimumReports: 50
    closesAt: 2026-06-30T00:00:00Z
`;
let server: Awaited<ReturnType<typeof openServer>>;
let results: RoundResults;
let bundle: Bundle;
let page: string;
beforeAll(async () => {
  const files = {
    'phrases.txt': 'missed the bus\nflat tyre\nnight train\ntraffic jam',
    'again.txt': 'night train\nlast tram\nflat tyre\nmissed the bus',
  };
  server = await openServer({ yaml, files });
  const random = seededRandom(3);
  const vote = async ({ id, signed }: StoredRound, answers: readonly number[]) => {
    const { mechanism } = signed.document;
    const replies = await Promise.all(
      answers.flatMap((count, answer) =>
        Array.from({ length: count }, () => {
          const payload = reportOf({ id }, randomise(answer, mechanism, random), mechanism);
          return server.app.inject({ method: 'POST', url: '/v1/reports', payload });
        }),
      ),
    );
    expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([202]));
  };
  const read = async (url: string) => (await server.app.inject(url)).json();
  const [first, second] = server.study.rounds as [StoredRound, StoredRound];
  const url = `/v1/rounds/${first.id}/results`;
  await vote(first, [120, 60, 20, 10, 20]);
  expect((await read(url)).outcome).toMatchObject({ releases: [230], changes: null });
  await vote(first, [40, 70, 130, 10, 30]);
  results = roundResultsSchema.parse(await read(url));
  await vote(second, [100, 20, 20, 60, 20]);
  server.clock.now = Date.parse(second.signed.document.closesAt);
  bundle = bundleSchema.parse(await read(`/v1/studies/${server.study.id}/bundle`));
  page = (await server.app.inject('/studies/commute/results')).body;
});
afterAll(() => server.dispose());

const round = (i: number) => bundle.rounds[i] as Bundle['rounds'][number];
function released() {
  if (results.outcome.state !== 'released' || !results.outcome.none) throw new Error('expected a release');
  return { ...results.outcome, none: results.outcome.none };
}

test('a change is between the reports of the first release and those that came since, at the error of one release', () => {
  const { changes } = released();
  const [before, last] = round(0).releases.map(({ reports, supports }) => ({ reports, supports }));
  if (!before || !last) throw new Error('expected two releases');
  expect([before.reports, last.reports]).toEqual([230, 510]);
  const values = before.supports.map((count, index) => ({
    index,
    before: { reports: 230, count },
    since: { reports: 280, count: (last.supports[index] as number) - count },
  }));
  const lines = changesBetween(values, supportProbabilities(server.mechanism), 0.05 / 3);
  expect(changes).toEqual({ reportsBefore: 230, reportsSince: 280, lines });
  const changed = lines.filter(({ significant }) => significant).map(({ index }) => index);
  expect(changed).toEqual([0, 2]);
  expect(page).toMatch(/Since release 1<.*280 reports have come since then.*2 shares differ between the two groups:/);
  expect(page).toMatch(
    /<bdi lang="en" dir="auto">night train<\/bdi><span class="meta">[\d.]+% before, [\d.]+% since: a difference of/,
  );
});

test('the leader is said to be apart from exactly those that its ranks leave below it', () => {
  const { leader, shares } = released();
  const first = shares.find(({ index }) => index === leader?.index);
  expect(first?.share).toBe(Math.max(...shares.map(({ share }) => share)));
  expect(leader?.apartFrom).toHaveLength(4 - (first?.rankHigh ?? 0));
  expect(leader?.apartFrom).toContain(3);
  expect(page).toMatch(
    /“<bdi lang="en" dir="auto">missed the bus<\/bdi>” has the largest estimate\. It can be told apart from \d of the other 3 texts, but/,
  );
});

test('projected shares add up to one, are none below zero, and stand last in every line', () => {
  const { shares, none } = released();
  const raw = [...shares, none].map(({ share }) => share);
  const projected = [...shares, none].map((share) => share.projected);
  expect(projected).toEqual(projectedShares(raw));
  expect(projected.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
  const rows = resultRows(results);
  expect(rows.map((row) => row.projected_share)).toEqual(projected);
  expect(Object.keys(rows[0] ?? {}).at(-1)).toBe('projected_share');
  expect(page).toContain('Projected, for display');
});

test('each text has the nearest one below it that is apart, and one text all of its pairs', () => {
  const comparisons = comparisonsIn(round(0));
  if (!comparisons) throw new Error('expected a release');
  const { order, isAbove, different } = comparisons;
  const lines = nearestDiffering(comparisons);
  expect(lines.length).toBeGreaterThan(0);
  for (const { larger, smaller, below, apart, ...difference } of lines) {
    const place = order.indexOf(larger);
    const apartFrom = order.slice(place + 1).filter((other) => isAbove(larger, other));
    expect([smaller, below, apart]).toEqual([apartFrom[0], order.length - place - 1, apartFrom.length]);
    expect(difference).toEqual(comparisons.difference(larger, smaller));
  }
  expect(lines.reduce((sum, { apart }) => sum + apart, 0)).toBe(different);
  const pairs = new Set(order.flatMap((text) => differingFrom(comparisons, text).map((pair) => JSON.stringify(pair))));
  expect(pairs.size).toBe(different);
  expect(() => differingFrom(comparisons, 4)).toThrow('4: expected the number of a text that is estimated');
});

function counted(i: number) {
  const { releases, signed } = round(i);
  const { reports, supports } = releases.at(-1) ?? { reports: 0, supports: [] };
  return { reports, supports, support: supportProbabilities(signed.document.mechanism) };
}

test('texts of two rounds are compared by their own intervals, each round with half of its error', () => {
  const shared = sharedTexts(round(0), round(1));
  expect(shared.map(({ text }) => text)).toEqual(['night train', 'flat tyre', 'missed the bus']);
  const [first, second] = [counted(0), counted(1)];
  // Five lines each; the first round has a third of .05 for each of its releases.
  const was = shareInterval(first.supports[2] ?? 0, first.reports, first.support, 0.05 / 3 / 2 / 5);
  const is = shareInterval(second.supports[0] ?? 0, second.reports, second.support, 0.05 / 2 / 5);
  expect(shared[0]?.low).toBeCloseTo(is.low - was.high, 12);
  expect(shared[0]?.high).toBeCloseTo(is.high - was.low, 12);
  expect(shared[0]?.difference).toBeCloseTo((shared[0]?.shares[1] ?? 0) - (shared[0]?.shares[0] ?? 0), 12);
});
test('rounds that ask in another way, or have no release, are compared with nothing', () => {
  expect(() => sharedTexts(round(0), round(2))).toThrow('ask in different ways');
  const unreleased = { ...round(1), releases: [] };
  expect(() => sharedTexts(round(0), unreleased)).toThrow('nothing is released of "And again?"');
  expect(comparisonsIn(unreleased)).toBeUndefined();
});
