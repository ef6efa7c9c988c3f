import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { RoundId } from '../../../../../core/ids.ts';
import { opensAt, publication } from '../../../../../harness/signed-study.ts';
import { secureRandom } from '../../../../../server/secure-random.ts';
import { openOperations } from '../../../../../server/store/sqlite/operations.ts';
import { packSubmissions } from '../../../../../server/store/sqlite/submission-codec.ts';

const random = secureRandom();

test('a full disk is told to the operator in one line, however many commits fail', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'donor-operations-'));
  // The empty tables need fewer pages than this, and a few hundred reports need more.
  const options = { file: join(directory, 'donor.sqlite'), secret: random(32), mostPages: 40 };
  const operations = openOperations(options);
  onTestFinished(() => {
    operations.close();
    rmSync(directory, { recursive: true });
  });
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => told.mockRestore());
  const published = await publication();
  operations.publish(published);
  const round = published.rounds[0]?.id as RoundId;
  const commit = () => {
    const report = () => ({ round, nonce: random(16), noisyVote: Uint8Array.of(1, 0) });
    return operations.commit(packSubmissions(Array.from({ length: 200 }, report)), opensAt);
  };
  const outcomes = Array.from({ length: 30 }, () => new Set(commit()));
  expect(outcomes[0]).toEqual(new Set(['stored']));
  expect(outcomes.filter((outcome) => outcome.has('storage-unavailable')).length).toBeGreaterThan(1);
  expect(told.mock.calls).toEqual([[expect.stringContaining('SQLITE_FULL')]]);
});
