import { afterEach, beforeEach, expect, test } from 'vitest';
import { studyYaml } from '../../../../harness/study-folder.ts';
import { openServer, reportOf } from '../opened-server.ts';

const day = 24 * 60 * 60 * 1000;
let server: Awaited<ReturnType<typeof openServer>>;
async function open(lines: string, roundLines = '') {
  const yaml = studyYaml().replace('rounds:', `${lines}\nrounds:`).replace('    closesAt', `${roundLines}    closesAt`);
  server = await openServer({ yaml });
}
beforeEach(() => open('retentionDays: 7'));
afterEach(() => server.dispose());

const vote = (times: number) =>
  Promise.all(
    Array.from({ length: times }, () =>
      server.app.inject({ method: 'POST', url: '/v1/reports', payload: reportOf(server.round, [1], server.mechanism) }),
    ),
  );
const round = async () => (await server.store.publications()).studies[0]?.rounds[0];
const results = async () => (await server.app.inject(`/v1/rounds/${server.round.id}/results`)).json();
/** What a start does, at another time. */
async function startAt(time: number) {
  await server.close();
  server.clock.now = time;
  const again = await server.openAgain({ missingKeys: false, lostStudies: false, newRetrySecret: false, clock: true });
  server = { ...server, ...again };
}

test('votes are deleted as many days after the end as the study promised, and results stay as they were', async () => {
  await vote(60);
  const end = Date.parse(server.study.signed.document.endsAt);
  await startAt(end + 7 * day - 1);
  expect(await round()).toMatchObject({ closed: true, votesDeleted: false });
  const before = await results();
  expect(before).toMatchObject({ votes: { state: 'kept-until' }, outcome: { state: 'released', reports: 60 } });
  await startAt(end + 7 * day);
  expect(await round()).toMatchObject({ closed: true, votesDeleted: true });
  expect(await server.store.recount(server.round.id)).toBeUndefined();
  expect(await results()).toEqual({ ...before, votes: { state: 'deleted' } });
  expect((await server.app.inject('/studies/commute/results')).body).toContain('The single votes were deleted');
});

test('the votes of a study that was ended early go as many days after that', async () => {
  await vote(60);
  const headers = { authorization: `Bearer ${server.adminToken}` };
  await server.app.inject({ method: 'POST', url: `/v1/studies/${server.study.id}/end`, headers });
  const ended = server.clock.now;
  await startAt(ended + 7 * day - 1);
  expect(await round()).toMatchObject({ votesDeleted: false });
  await startAt(ended + 7 * day);
  expect(await round()).toMatchObject({ votesDeleted: true });
});

test('a study that promises nothing keeps its votes', async () => {
  await server.dispose();
  await open('retentionDays: null');
  await vote(60);
  await startAt(Date.parse(server.study.signed.document.endsAt) + 9999 * day);
  expect(await round()).toMatchObject({ closed: true, votesDeleted: false });
  expect(await results()).toMatchObject({ votes: { state: 'kept' } });
});

test('planned releases come one after the other, each with its part of the error, and a page says which it is', async () => {
  await server.dispose();
  await open('retentionDays: 7', '    releases: 2\n');
  await vote(49);
  expect((await results()).outcome).toEqual({ state: 'open', coarseTotal: 10 });
  await vote(1);
  expect((await results()).outcome).toMatchObject({
    state: 'released',
    releases: [50],
    plannedReleases: 2,
    reports: 50,
    level: 0.025,
    next: { state: 'open', coarseTotal: 50 },
  });
  await vote(87);
  // Between releases nothing but a rough total changes.
  const between = (await results()).outcome;
  expect(between).toMatchObject({ releases: [50], reports: 50, next: { state: 'open', coarseTotal: 100 } });
  const { body } = await server.app.inject('/studies/commute/results');
  expect(body).toContain('This is release 1 of at most 2 in the signed plan of the round.');
  expect(body).toContain('The last estimates are released when the round closes');
  expect(body).not.toMatch(/\b137\b/);
  server.clock.now = Date.parse(server.round.signed.document.closesAt);
  const last = (await results()).outcome;
  expect(last).toMatchObject({ releases: [50, 137], reports: 137, level: 0.025, next: { state: 'closed' } });
  // The central epsilon is that of the smallest number of new reports.
  expect(last.central.epsilon).toBe(between.central.epsilon);
});

test('a round that closes with too few new reports keeps the release that it had', async () => {
  await server.dispose();
  await open('retentionDays: 7', '    releases: 2\n');
  await vote(50);
  await results();
  await vote(49);
  server.clock.now = Date.parse(server.round.signed.document.closesAt);
  expect((await results()).outcome).toMatchObject({ state: 'released', releases: [50], next: { state: 'closed' } });
});
