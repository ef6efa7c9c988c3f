import { expect, test } from 'vitest';
import { prepareRounds } from '../../../../../src/donation/donate.ts';
import { writingMs } from '../../../../../src/pages/device/first-steps.ts';
import { readAskedQuestions, readOpenQuestions } from '../../../../../src/pages/device/read-questions.ts';
import { costInWords } from '../../../../../src/pages/words/cost.ts';
import { changeSettings } from '../../../../../src/storage/settings-store.ts';
import { candidates, startOfTime, studyWorld } from '../../study-world.ts';
import { donate, joinedDevice, typeDraft } from '../../test-device.ts';

const never = new AbortController().signal;

/** A device that has looked for the two questions of a study; both can be read. */
async function looked() {
  const world = await studyWorld();
  const device = await joinedDevice(world);
  await prepareRounds(device, never);
  return { world, device };
}

test('what answering takes is known before the click', async () => {
  const { world, device } = await looked();
  const open = await readOpenQuestions(device.database, startOfTime);
  expect(open.rounds.map(({ round }) => round)).toEqual(world.roundIds);
  expect(costInWords(open)).toBe(
    '2 open questions. To answer them uses 8 of the 8 left in your privacy budget for 30 days.',
  );
  await changeSettings(device.database, { capWindow: 4 });
  const some = await readOpenQuestions(device.database, startOfTime);
  expect(costInWords(some)).toBe(
    '2 open questions. There is room for 1 in your privacy budget for 30 days: that uses 4 of the 4 left. The others wait.',
  );
  await changeSettings(device.database, { capWindow: 2 });
  const none = await readOpenQuestions(device.database, startOfTime);
  expect(costInWords(none)).toBe(
    '2 open questions. They do not fit in your privacy budget for 30 days: 2 of 2 are left.',
  );
});

test('a question that was answered is neither open nor asked any more', async () => {
  const { world, device } = await looked();
  const keys = world.roundIds.map((round) => ({ study: world.study, round }));
  expect((await readAskedQuestions(device.database, keys, startOfTime)).rounds).toHaveLength(2);
  await donate(device, { kind: 'click', at: startOfTime }, never);
  for (const questions of [
    await readOpenQuestions(device.database, startOfTime),
    await readAskedQuestions(device.database, keys, startOfTime),
  ]) {
    expect(questions).toMatchObject({ rounds: [], uses: 0 });
    expect(questions.left).toBeLessThan(0.1);
  }
});

test('the cost and the advice are the same with and without drafts', async () => {
  const { device } = await looked();
  for (const [days, early] of [
    [0, true],
    [writingMs - 1, true],
    [writingMs, false],
  ] as const) {
    const without = await readOpenQuestions(device.database, startOfTime + days);
    expect(without.early).toBe(early);
    await typeDraft(device, candidates[1] as string);
    expect(await readOpenQuestions(device.database, startOfTime + days)).toEqual(without);
  }
});
