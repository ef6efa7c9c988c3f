import { expect, test } from 'vitest';
import { donor } from './donor.ts';

test('plan for volunteers', async () => {
  const { code, stdout } = await donor('plan --volunteers 300 --candidates 20 --epsilon 4 --json'.split(' '));
  expect(code).toBe(0);
  const plan = JSON.parse(stdout);
  expect(plan).toMatchObject({ d: 1, volunteers: 300, candidates: 20, epsilon: 4, domainSize: 21 });
  expect(plan.smallestDetectableShare).toBeCloseTo(0.0495, 4);
  expect(plan.standardError).toBeCloseTo(Math.sqrt(0.0253 / 300), 3);
});

test('plan for a share', async () => {
  const { stdout } = await donor('plan --share 0.0495 --candidates 20 --epsilon 4 --json'.split(' '));
  expect(JSON.parse(stdout)).toEqual({ volunteers: 300, share: 0.0495, candidates: 20, epsilon: 4 });
});

test('a plan for people is a table', async () => {
  const { stdout } = await donor('plan --volunteers 300 --candidates 20 --epsilon 4'.split(' '));
  expect(stdout).toMatch(/^smallest share seen with 80% power +4\.95%$/m);
});

test('a plan of rounds that learn gives each a cohort of fresh volunteers, and says whether they are enough', async () => {
  const { code, stdout } = await donor('plan --pool 2000 --volunteers 4000 --epsilon 4'.split(' '));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^round 4 +cohort 3, about 1000 volunteers, 60 candidates$/m);
  expect(stdout).toMatch(/^volunteers of a round +enough to choose texts better than without votes$/m);
  const both = await donor('plan --pool 2000 --candidates 20 --volunteers 300 --epsilon 4'.split(' '));
  expect(both).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/either --candidates for one round, or --pool/),
  });
});

test('a share that nobody can see is said to be one', async () => {
  const words = 'plan --share 1e-9 --candidates 20 --epsilon 1'.split(' ');
  expect((await donor(words)).stdout).toMatch(/more than 1e9/);
  expect(JSON.parse((await donor([...words, '--json'])).stdout).volunteers).toBe(null);
});

test('amplify', async () => {
  const { code, stdout } = await donor('amplify --n 10000 --k 100 --epsilon 4 --delta 1e-6 --json'.split(' '));
  expect(code).toBe(0);
  const { centralEpsilon, method, condition, variationRatioEpsilon } = JSON.parse(stdout);
  expect(method).toBe('privacy-blanket');
  expect(condition).toMatch(/Sybils .* reduce it to the local epsilon/);
  expect(variationRatioEpsilon / 0.2881206555079743).toBeCloseTo(1, 4);
  expect(centralEpsilon).toBeGreaterThan(variationRatioEpsilon);
  expect(centralEpsilon).toBeLessThan(1.01 * variationRatioEpsilon);
});

test('amplify for people states its condition, and which figure is proven', async () => {
  const { stdout } = await donor('amplify --n 10000 --k 100 --epsilon 4 --delta 1e-6'.split(' '));
  expect(stdout).toMatch(/^central epsilon .*privacy-blanket, proven/m);
  expect(stdout).toMatch(/^its condition .*nobody links reports to devices.*Sybils/m);
  expect(stdout).toMatch(/^variation ratio .*not an upper bound/m);
  const { stdout: ofTwo } = await donor('amplify --n 10000 --k 2 --epsilon 4 --delta 1e-6'.split(' '));
  expect(ofTwo).toMatch(/^central epsilon .*strong-clone, proven/m);
  expect(ofTwo).not.toMatch(/variation ratio/);
});
