import type { Bundle } from '../../core/protocol/bundle.ts';
import type { PublishedStudy } from '../evolution/published-study.ts';
import { makeBundle } from '../results/bundle.ts';
import type { Results } from '../results/round-results.ts';
import type { StoredStudy } from '../store/publication-store.ts';
import type { ReportStore } from '../store/report-store.ts';
import type { Catalogue } from '../studies/catalogue.ts';

/** What this server says in public of a study, with every release that is due. */
export async function knownHere(
  study: StoredStudy,
  {
    store,
    catalogue,
    results,
  }: { readonly store: ReportStore; readonly catalogue: Catalogue; readonly results: Results },
): Promise<PublishedStudy & { readonly bundle: Bundle }> {
  // What is due is closed and released first, as on the results page.
  for (const { id } of study.rounds) await results.of(id);
  return {
    bundle: await makeBundle(study, store, catalogue),
    isClosed: (position) => {
      const round = study.rounds[position];
      return round !== undefined && catalogue.isClosed(round);
    },
    async batch(sha256) {
      const batch = catalogue.batch(sha256);
      if (!batch) throw new Error('a round without its embeddings');
      return batch.bytes;
    },
  };
}
