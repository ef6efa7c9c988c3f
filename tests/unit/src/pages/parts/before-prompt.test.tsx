import { render } from 'preact-render-to-string';
import { expect, test, vi } from 'vitest';
import type * as Browser from '../../../../../src/browser.ts';
import { BeforePrompt } from '../../../../../src/pages/parts/before-prompt.tsx';

const words = vi.hoisted(() => ({ of: 'chrome' }));

vi.mock(import('../../../../../src/browser.ts'), () => ({
  get promptWords() {
    return words.of as typeof Browser.promptWords;
  },
}));

const said = (part: Parameters<typeof render>[0]): string => render(part).replace(/<[^>]*>/g, '');

test('quotes what each browser says, and gives the reason', () => {
  words.of = 'chrome';
  expect(said(<BeforePrompt kind="site" host="mail.example" />)).toMatch(
    /“Read and change your data on mail[.]example”.*what you type there/,
  );
  expect(said(<BeforePrompt kind="server" host="study.example" />)).toMatch(/on study[.]example”.*send your votes/);
  words.of = 'firefox';
  expect(said(<BeforePrompt kind="site" host="mail.example" />)).toContain(
    '“Access your data for sites in mail.example domains”',
  );
  expect(said(<BeforePrompt kind="data-collection" />)).toContain('personal communications, website content');
});

test('says nothing of a question that this browser does not ask', () => {
  words.of = 'chrome';
  expect(render(<BeforePrompt kind="data-collection" />)).toBe('');
});
