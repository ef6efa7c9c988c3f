import { expect, test } from 'vitest';
import { correctionOf, corrects } from '../../../../core/protocol/correction.ts';
import { signStudy } from '../../../../harness/signed-study.ts';

const studies = async (change: { newKey?: boolean } = {}) => {
  const earlier = await signStudy({ rounds: [] });
  const other = await signStudy({ rounds: [] });
  const key = change.newKey ? other : earlier;
  const correction = await correctionOf(earlier, earlier.privateKey, key.publicKey);
  const next = await signStudy({ rounds: [], sharedKey: key, study: { title: 'Corrected', corrects: correction } });
  return { earlier, other, correction, next };
};

test('a study follows from another one under the same key', async () => {
  const { earlier, other, correction, next } = await studies();
  expect(correction).toEqual({ study: earlier.id, keySignature: null });
  expect(await corrects(next.signed, earlier)).toBe(true);
  expect(await corrects(next.signed, other)).toBe(false);
  expect(await corrects(earlier.signed, earlier)).toBe(false);
});

test('under a new key it follows only if the earlier key has signed that', async () => {
  const { earlier, other, next } = await studies({ newKey: true });
  expect(await corrects(next.signed, earlier)).toBe(true);
  // Somebody else names the study, and signs with her own key.
  for (const keySignature of [
    null,
    'A'.repeat(86),
    (await correctionOf(other, other.privateKey, earlier.publicKey)).keySignature,
  ]) {
    const foreign = await signStudy({
      rounds: [],
      sharedKey: other,
      study: { corrects: { study: earlier.id, keySignature } },
    });
    expect(await corrects(foreign.signed, earlier)).toBe(false);
  }
});

test('a study whose own signature is broken follows from nothing', async () => {
  const { earlier, next } = await studies();
  const broken = { ...next.signed, document: { ...next.signed.document, title: 'Another' } };
  expect(await corrects(broken, earlier)).toBe(false);
});
