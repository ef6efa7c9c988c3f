import { expect, test } from 'vitest';
import { holdsLaterVersion } from '../../../../core/protocol/versions.ts';

const signed = (format: unknown) => ({ document: { format }, signature: '' });

test('tells a later version of a study or of a round in a log from everything else', () => {
  expect(holdsLaterVersion(signed('data-donor/study/3'))).toBe(true);
  expect(
    holdsLaterVersion({
      rounds: [{ signed: signed('data-donor/round/2') }, { signed: signed('data-donor/round/10') }],
    }),
  ).toBe(true);
  for (const reply of [
    signed('data-donor/study/2'),
    signed('data-donor/study/1'),
    signed('data-donor/study/x'),
    signed('other/study/3'),
    signed('see data-donor/study/3'),
    signed('data-donor/study/3/draft'),
    { document: { format: ['data-donor/study/3'] } },
    signed(3),
    { rounds: [{ signed: signed('data-donor/round/1') }, null, {}] },
    { rounds: 'none' },
    null,
    'data-donor/study/3',
  ]) {
    expect(holdsLaterVersion(reply)).toBe(false);
  }
});
