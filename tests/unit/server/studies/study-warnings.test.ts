import { expect, test } from 'vitest';
import { wordWarnings } from '../../../../server/studies/study-warnings.ts';
import { poolFolder } from '../evolution/pool-folder.ts';

const now = Date.parse('2026-03-01T00:00:00Z');
const pool = 'pool: [{ texts: pool.txt, declared: synthetic }]';
const warningsWith = async (yaml: string, minimumReports: number) => {
  const { folder } = await poolFolder(yaml, {});
  const rounds = folder.rounds.map((round) => ({ ...round, minimumReports }));
  return wordWarnings({ ...folder, rounds }, now).filter(({ message }) => message.includes('what is learned'));
};

test.each([
  ['a round that may close with 99 reports', pool, 99, 1],
  ['a round that closes with 100 or more', pool, 100, 0],
  ['a study that has no pool to learn about', '', 99, 0],
])('warns of what too few reports teach: %s', async (_what, yaml, minimumReports, count) => {
  const warnings = await warningsWith(yaml, minimumReports);
  expect(warnings).toHaveLength(count);
  for (const { field } of warnings) expect(field).toBe('rounds[0].minimumReports');
});
