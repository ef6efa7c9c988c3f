import { expect, test } from 'vitest';
import { writtenStudy, writtenStudySchema } from '../../../../server/studies/written-study.ts';
import { poolFolder } from '../evolution/pool-folder.ts';

test('what is sent of a study holds the texts of its rounds, and nothing of its pool', async () => {
  const pool = 'pool: [{ texts: hidden-pool.txt, declared: private }]\nslots: [[hidden, secret]]';
  const { folder } = await poolFolder(pool, { 'hidden-pool.txt': 'A hidden text.\n' });
  const written = writtenStudy(folder);
  expect(writtenStudySchema.parse(written).texts).toEqual([['Shall we play tennis?', 'Dinner at eight?']]);
  expect(JSON.stringify(written)).not.toMatch(/hidden|secret/);
});
