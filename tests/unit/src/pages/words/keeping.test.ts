import { expect, test } from 'vitest';
import { keepingInWords } from '../../../../../src/pages/words/keeping.ts';

const minute = 60_000;
const now = 1000 * minute;
const site = { origin: 'https://mail.example', allowedAt: 0, lastKeptAt: undefined };
const refused = (reason: string, at: number) => ({ reason, at });

test.for<[string, Parameters<typeof keepingInWords>[0], string]>([
  ['nothing yet', site, 'Nothing kept here yet.'],
  ['a draft', { ...site, lastKeptAt: now - 3 * minute }, 'Last kept: 3 minutes ago.'],
  [
    'a refusal',
    { ...site, refused: refused('secret', now - 2 * minute) },
    'Nothing kept here yet. The field you typed in last (2 minutes ago) was not kept. It looks as if there is a secret in it, such as a card number, an account number or a key.',
  ],
  [
    'a refusal after a draft',
    { ...site, lastKeptAt: now - 3 * minute, refused: refused('too-few-words', now - 2 * minute) },
    'Last kept: 3 minutes ago. The field you typed in last (2 minutes ago) was not kept. There were too few words of your own in it.',
  ],
  [
    'a refusal by the field policy',
    { ...site, refused: refused('code', now - 2 * minute) },
    'Nothing kept here yet. The field you typed in last (2 minutes ago) was not kept. This is an editor for code or commands.',
  ],
  [
    'a draft after a refusal',
    { ...site, lastKeptAt: now - 3 * minute, refused: refused('secret', now - 4 * minute) },
    'Last kept: 3 minutes ago.',
  ],
  [
    'a refusal for a reason that has no words here',
    { ...site, refused: refused('from-another-version', now) },
    'Nothing kept here yet. The field you typed in last (just now) was not kept. It is of a kind that is never kept.',
  ],
])('%s in words', ([, keeping, words]) => expect(keepingInWords(keeping, now)).toBe(words));
