import { subsetSelection } from '../../../../../core/privacy/subset-selection.ts';
import { roundManifestSchema } from '../../../../../core/protocol/manifest.ts';

export const mechanism = subsetSelection(3, 0.5);

/** A poll of two phrases. */
export const round = roundManifestSchema.parse({
  format: 'data-donor/round/1',
  study: 'a'.repeat(64),
  sequence: 0,
  previous: null,
  title: 'Two phrases',
  opensAt: '2026-01-01T00:00:00Z',
  closesAt: '2026-02-01T00:00:00Z',
  mechanism,
  release: { plan: 'at-close', minimumReports: 200 },
  texts: { sha256: 'b'.repeat(64), count: 2 },
  kind: 'fragments',
  poll: 'which',
  windowDays: 30,
});
