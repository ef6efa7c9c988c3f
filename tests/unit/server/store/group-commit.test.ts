import { expect, test } from 'vitest';
import type { RoundId } from '../../../../core/ids.ts';
import { createGroupCommit } from '../../../../server/store/group-commit.ts';
import type { Submission, SubmissionOutcome } from '../../../../server/store/report-store.ts';

const submission = (id = 0): Submission => ({
  round: 'ab'.repeat(32) as RoundId,
  nonce: new Uint8Array(16),
  noisyVote: Uint8Array.of(id, 0),
});

/** A commit that stores everything, and says how many reports each group had. */
function countedCommit() {
  const groups: number[] = [];
  const commit = async (group: readonly Submission[]): Promise<SubmissionOutcome[]> => {
    groups.push(group.length);
    return group.map(() => 'stored');
  };
  return { groups, commit };
}

test('reports that arrive together are one commit', async () => {
  const { groups, commit } = countedCommit();
  const { submit } = createGroupCommit(commit);
  expect(await Promise.all([submit(submission()), submit(submission()), submit(submission())])).toEqual(
    Array(3).fill('stored'),
  );
  expect(groups).toEqual([3]);
  expect(await submit(submission())).toBe('stored');
  expect(groups).toEqual([3, 1]);
});

test('what arrives during a commit waits for the next one: there is never a second commit beside it', async () => {
  const groups: number[] = [];
  let begun = (): void => {};
  let finish = (): void => {};
  const firstBegan = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const firstMayEnd = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { submit, drain } = createGroupCommit(async (group) => {
    groups.push(group.length);
    begun();
    await firstMayEnd;
    return group.map(() => 'stored' as const);
  });
  const first = submit(submission());
  await firstBegan;
  const later = [submit(submission()), submit(submission())];
  await new Promise<void>((resume) => setImmediate(resume));
  expect(groups).toEqual([1]);
  finish();
  await drain();
  expect(groups).toEqual([1, 2]);
  expect(await Promise.all([first, ...later])).toEqual(Array(3).fill('stored'));
});

test.each([
  [500, [500]],
  [501, [500, 1]],
])('%i reports are commits of %j', async (reports, expected) => {
  const { groups, commit } = countedCommit();
  const { submit } = createGroupCommit(commit);
  await Promise.all(Array.from({ length: reports }, () => submit(submission())));
  expect(groups).toEqual(expected);
});

test('20 000 reports may wait, the next one is told to come later, and later it is welcome', async () => {
  const { submit } = createGroupCommit(countedCommit().commit);
  const waiting = Array.from({ length: 20_000 }, () => submit(submission()));
  expect(await submit(submission())).toBe('too-many-requests');
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['stored']));
  expect(await submit(submission())).toBe('stored');
});

test('each report gets its own outcome, and none is acknowledged when the commit says nothing about it', async () => {
  const { submit } = createGroupCommit(async (group) =>
    group.slice(0, 2).map(({ noisyVote }) => (noisyVote[0] === 1 ? 'malformed-vote' : 'stored')),
  );
  expect(await Promise.all([0, 1, 2].map((id) => submit(submission(id))))).toEqual([
    'stored',
    'malformed-vote',
    'storage-unavailable',
  ]);
});

test('draining waits for what was submitted, and for nothing when nothing was', async () => {
  const { groups, commit } = countedCommit();
  const { submit, drain } = createGroupCommit(commit);
  await drain();
  const outcomes = Array.from({ length: 1200 }, () => submit(submission()));
  await drain();
  expect(groups).toEqual([500, 500, 200]);
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['stored']));
});

test('two lanes commit side by side, each one commit at a time, and a free one takes what waits', async () => {
  const begun: { lane: number; size: number; finish: () => void }[] = [];
  const { submit, drain } = createGroupCommit(
    (group, lane) =>
      new Promise((resolve) => {
        begun.push({ lane, size: group.length, finish: () => resolve(group.map(() => 'stored')) });
      }),
    2,
  );
  const outcomes = [submit(submission())];
  while (begun.length < 1) await new Promise((resume) => setImmediate(resume));
  outcomes.push(submit(submission()));
  while (begun.length < 2) await new Promise((resume) => setImmediate(resume));
  outcomes.push(submit(submission()), submit(submission()));
  await new Promise((resume) => setImmediate(resume));
  expect(begun.map(({ lane, size }) => [lane, size])).toEqual([
    [0, 1],
    [1, 1],
  ]);
  begun[1]?.finish();
  while (begun.length < 3) await new Promise((resume) => setImmediate(resume));
  expect([begun[2]?.lane, begun[2]?.size]).toEqual([1, 2]);
  begun[0]?.finish();
  begun[2]?.finish();
  expect(await Promise.all(outcomes)).toEqual(Array(4).fill('stored'));
  await drain();
});
