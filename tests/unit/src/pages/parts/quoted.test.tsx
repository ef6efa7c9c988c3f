import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Quoted, QuotedParagraphs, QuotedTitle, quotedTitle } from '../../../../../src/pages/parts/quoted.tsx';

test('words of others stand in quotation marks, apart from what is around them, and as they are', () => {
  expect(render(<Quoted words="Data Donor <Team>" />)).toBe(
    '<span class="quoted">“<bdi>Data Donor &lt;Team></bdi>”</span>',
  );
});

test('a title is quoted if its researchers wrote it, and not if it is ours', () => {
  const theirs = { words: 'Data Donor', isTheirs: true };
  expect(render(<QuotedTitle title={theirs} />)).toBe('<span class="quoted">“<bdi>Data Donor</bdi>”</span>');
  expect(quotedTitle(theirs)).toBe('“Data Donor”');
  const ours = { words: 'Study 0a1b2c3d', isTheirs: false };
  expect(render(<QuotedTitle title={ours} />)).toBe('<span>Study 0a1b2c3d</span>');
  expect(quotedTitle(ours)).toBe('Study 0a1b2c3d');
});

test('paragraphs of others have a direction of their own', () => {
  expect(render(<QuotedParagraphs texts={['One.', 'Two.']} />)).toBe(
    '<blockquote class="quoted voice"><p dir="auto">One.</p><p dir="auto">Two.</p></blockquote>',
  );
});
