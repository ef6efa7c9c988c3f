import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Quoted } from '../../../../../src/pages/parts/quoted.tsx';

test('words of others stand in quotation marks, apart from what is around them, and as they are', () => {
  expect(render(<Quoted words="Data Donor <Team>" />)).toBe(
    '<span class="quoted">“<bdi>Data Donor &lt;Team></bdi>”</span>',
  );
});
