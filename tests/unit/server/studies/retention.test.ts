import { expect, test } from 'vitest';
import { signStudy } from '../../../../harness/signed-study.ts';
import { votesEndAt } from '../../../../server/studies/retention.ts';

const stored = async (retentionDays: number | null, endedAt?: number) => {
  const { id, signed } = await signStudy({ study: { retentionDays, endsAt: '2031-01-01T00:00:00Z' } });
  return { id, signed, withdrawn: false, endedAt, rounds: [] };
};
const at = (time: string) => Date.parse(`${time}T00:00:00Z`);

test.each([
  ['as many days after its end as it promised', 30, undefined, at('2031-01-31')],
  ['at its end when it promised no day', 0, undefined, at('2031-01-01')],
  ['counted from an end before its time', 30, at('2030-05-01'), at('2030-05-31')],
  ['counted from its own end when it was ended later', 30, at('2031-02-01'), at('2031-01-31')],
  ['never when it promised nothing', null, at('2030-05-01'), undefined],
])('the votes of a study are deleted %s', async (_when, days, endedAt, expected) => {
  expect(votesEndAt(await stored(days, endedAt))).toBe(expected);
});
