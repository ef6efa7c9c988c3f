import { expect, test } from 'vitest';
import { studyFilePage } from '../../server/studies/study-file-page.ts';

test('docs/study-file.md is made from the schema; `npx vitest run -u tests/repository/study-file-page` writes it anew', async () => {
  await expect(studyFilePage()).toMatchFileSnapshot('../../docs/study-file.md');
});
