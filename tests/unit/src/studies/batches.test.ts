import { describe, expect, it } from 'vitest';
import type { CandidateRound, RoundManifest } from '../../../../core/protocol/manifest.ts';
import type { ReasonKey } from '../../../../src/language/sentence-keys.ts';
import { loadBatches } from '../../../../src/studies/batches.ts';
import { candidates, fragments, problemResponse, server, studyWorld, type WorldChoices } from '../study-world.ts';
import { joinedDevice } from '../test-device.ts';

const never = new AbortController().signal;

async function firstRound(choices: WorldChoices = { rounds: ['candidates'] }) {
  const world = await studyWorld(choices);
  const device = await joinedDevice(world);
  const manifest = world.rounds[0]?.signed.document;
  if (!manifest) throw new Error('no round');
  const load = (round: RoundManifest = manifest) => loadBatches(device, server, round, { bytes: 1_000_000 }, never);
  return { world, device, manifest: manifest as CandidateRound, load };
}

describe('the material of a round', () => {
  it('is its texts and one embedding for each', async () => {
    const { load } = await firstRound();
    expect(await load()).toMatchObject({ ok: true, value: { texts: candidates, embeddings: { rows: 3 } } });
  });

  it('of a poll is its fragments alone', async () => {
    const { load, world } = await firstRound({ rounds: ['fragments'] });
    expect(await load()).toEqual({ ok: true, value: { texts: fragments, embeddings: null } });
    expect(world.requests).toHaveLength(1);
  });

  it('counts against the budget what is fetched, and nothing that is stored', async () => {
    const { device, manifest } = await firstRound();
    const budget = { bytes: 10_000 };
    expect((await loadBatches(device, server, manifest, budget, never)).ok).toBe(true);
    const stored = (await device.database.getAll('batches')).map(({ bytes }) => bytes.length);
    expect(stored).toHaveLength(2);
    const left = 10_000 - stored.reduce((sum, length) => sum + length, 0);
    expect(budget.bytes).toBe(left);
    await loadBatches(device, server, manifest, budget, never);
    expect(budget.bytes).toBe(left);
  });

  const misfits: [string, ReasonKey, (manifest: CandidateRound) => CandidateRound][] = [
    [
      'has another number of texts than signed',
      'reason_wrong_text_count',
      (round) => ({ ...round, texts: { ...round.texts, count: 4 } }),
    ],
    [
      'has embeddings of another length than signed',
      'reason_wrong_embedding_count',
      (round) => ({ ...round, embeddings: { ...round.embeddings, dimensions: 128 } }),
    ],
    [
      'has embeddings where texts should be',
      'reason_unreadable_batch',
      (round) => ({ ...round, texts: { ...round.texts, sha256: round.embeddings.sha256 } }),
    ],
  ];
  it.each(misfits)('is refused when it %s', async (_, key, change) => {
    const { load, manifest } = await firstRound();
    expect(await load(change(manifest))).toMatchObject({ ok: false, reason: { key } });
  });

  it('is refused when there is not one embedding for each text', async () => {
    const { load } = await firstRound({ rounds: ['candidates'], embedded: candidates.slice(1) });
    expect(await load()).toMatchObject({ ok: false, reason: { key: 'reason_wrong_embedding_count' } });
  });

  it.each(['texts', 'embeddings'] as const)(
    'is refused, with the reason, when the %s cannot be fetched',
    async (part) => {
      const { load, manifest, world } = await firstRound();
      world.reply = ({ path }) =>
        path.endsWith(manifest[part].sha256) ? problemResponse('internal-error') : undefined;
      expect(await load()).toMatchObject({ ok: false, reason: { key: 'reason_server_failed' } });
    },
  );
});
