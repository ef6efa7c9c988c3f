import { expect, test } from 'vitest';
import { standingInWords } from '../../../../../src/pages/words/standing.ts';

test.for([
  [{ paused: false, studies: 0, sites: 0 }, /^Data Donor is off/],
  [{ paused: false, studies: 1, sites: 0 }, /^You have joined a study. Data Donor keeps nothing yet/],
  [{ paused: false, studies: 0, sites: 2 }, /^You have allowed 2 sites.*Nothing is sent until you join a study/],
  [{ paused: false, studies: 2, sites: 1 }, /^Data Donor is on. You have joined 2 studies and allowed one site/],
  [{ paused: true, studies: 1, sites: 1 }, /^Data Donor is paused/],
] as const)('the welcome of %j says so', ([standing, words]) => {
  expect(standingInWords(standing)).toMatch(words);
});
