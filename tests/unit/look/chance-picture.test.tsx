import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { ChancePicture, leftTrue } from '../../../look/chance-picture.tsx';
import { english } from '../../speakers.ts';

test.each([1, 52, 73, 99])('%i of a hundred dots are left true, scattered over the rows', (votes) => {
  const dots = leftTrue(votes);
  expect(dots.size).toBe(votes);
  expect([...dots].every((dot) => dot >= 0 && dot < 100)).toBe(true);
  const rows = new Set([...dots].map((dot) => Math.floor(dot / 10)));
  expect(rows.size).toBe(Math.min(votes, 10));
});

test('shows a hundred true answers, what chance leaves of them, and a key; its words say the same', () => {
  const picture = render(<ChancePicture speaker={english} probability={0.732} />);
  const count = (of: string) => picture.split(`class="${of}"`).length - 1;
  // One dot of each kind stands in the key.
  expect([count('dot-true'), count('dot-random')]).toEqual([100 + 73 + 1, 27 + 1]);
  expect(picture).toContain('After chance: about 73 of 100 votes are true');
});
