import { expect, test } from 'vitest';
import { fieldCases } from '../../src/capture/field-cases.ts';
import { fieldKindInWords } from '../../src/pages/words/field-kinds.ts';
import { notKeptInWords } from '../../src/pages/words/reasons.ts';
import { readText } from './tracked-files.ts';

/** The table that docs/capture.md shows. */
function caseTable(): string {
  const rows = fieldCases.map(
    ({ verdict, ...field }) =>
      `| ${fieldKindInWords(field)} | ${verdict === 'kept' ? 'kept' : 'never'} | ${verdict === 'kept' ? '' : notKeptInWords(verdict)} |`,
  );
  return ['| field | | why not |', '|---|---|---|', ...rows].join('\n');
}

test('docs/capture.md shows the table of field cases as it is', () => {
  const [, after = ''] = readText('docs/capture.md').split('<!-- field cases -->\n');
  const shown = after.trimStart().split('\n\n')[0];
  expect(shown).toBe(caseTable());
});
