import { expect, test } from 'vitest';
import type { RoundId, Sha256, StudyId } from '../../../../core/ids.ts';
import { closesAt, opensAt, publication } from '../../../../harness/signed-study.ts';
import type { PublicationStore, StoredPublications, StoredRound } from '../../../../server/store/publication-store.ts';
import { openCatalogue } from '../../../../server/studies/catalogue.ts';

/** A catalogue of two studies, over a store whose content the test sets. */
async function openTwo(now = () => opensAt) {
  const published = [await publication({ rounds: 2 }), await publication({ texts: 3 })];
  const stored = published.map(({ study, rounds, batches }) => ({
    study: {
      ...study,
      withdrawn: false,
      endedAt: undefined,
      rounds: rounds.map((round): StoredRound => ({ ...round, closed: false, withheld: false, votesDeleted: false })),
    },
    batches,
  }));
  let reads = 0;
  let version = 0;
  let content: StoredPublications = { studies: [], batches: [] };
  const setContent = (studies: typeof stored) => {
    content = { studies: studies.map(({ study }) => study), batches: studies.flatMap(({ batches }) => batches) };
  };
  setContent(stored);
  const store: PublicationStore = {
    publish: () => Promise.reject(),
    publications: async () => {
      reads++;
      return content;
    },
    version: async () => version,
    endStudy: () => Promise.reject(),
  };
  const setVersion = (next: number) => {
    version = next;
  };
  return { catalogue: await openCatalogue(store, now), stored, setContent, setVersion, reads: () => reads };
}
const unknown = 'ab'.repeat(32);

test('finds studies by id and by name, rounds with their study, and batches by their hash', async () => {
  const { catalogue, stored } = await openTwo();
  expect(catalogue.studies()).toEqual(stored.map(({ study }) => study));
  for (const { study, batches } of stored) {
    expect(catalogue.study(study.id)).toBe(study);
    expect(catalogue.studyNamed(study.signed.document.name)).toBe(study);
    for (const round of study.rounds) expect(catalogue.round(round.id)).toEqual({ study, round });
    for (const batch of batches) expect(catalogue.batch(batch.sha256)).toEqual(batch);
  }
});

test('finds nothing that was not published', async () => {
  const { catalogue } = await openTwo();
  expect(catalogue.study(unknown as StudyId)).toBeUndefined();
  expect(catalogue.studyNamed('unknown')).toBeUndefined();
  expect(catalogue.round(unknown as RoundId)).toBeUndefined();
  expect(catalogue.batch(unknown as Sha256)).toBeUndefined();
});

test('gives the texts of a round, and refuses one whose texts are not there', async () => {
  const { catalogue, stored } = await openTwo();
  const manifest = stored[1]?.study.rounds[0]?.signed.document;
  if (!manifest) throw new Error('expected a round');
  expect(catalogue.textsOf(manifest)).toEqual(['fragment 0', 'fragment 1', 'fragment 2']);
  const lost = { ...manifest, texts: { ...manifest.texts, sha256: unknown as Sha256 } };
  expect(() => catalogue.textsOf(lost)).toThrow('a round without its texts');
});

test.each([
  [closesAt - 1, false],
  [closesAt, true],
  [closesAt + 1, true],
])('a round counts as closed from its time on, whatever the store says: at %i %s', async (now, closed) => {
  const { catalogue, stored } = await openTwo(() => now);
  const round = stored[0]?.study.rounds[0] as StoredRound;
  expect(catalogue.isClosed(round)).toBe(closed);
  expect(catalogue.isClosed({ ...round, closed: true })).toBe(true);
});

test('sees what was published or closed since, once it reads the store anew', async () => {
  const { catalogue, stored, setContent } = await openTwo();
  setContent(stored.slice(0, 1));
  expect(catalogue.studies()).toHaveLength(2);
  await catalogue.reload();
  expect(catalogue.studies()).toHaveLength(1);
  const gone = stored[1]?.study;
  if (!gone) throw new Error('expected a second study');
  expect(catalogue.study(gone.id)).toBeUndefined();
  expect(catalogue.round(gone.rounds[0]?.id as RoundId)).toBeUndefined();
  expect(catalogue.batch(stored[1]?.batches[0]?.sha256 as Sha256)).toBeUndefined();
});

test('reads the store anew when its version has changed, and only then', async () => {
  const { catalogue, stored, setContent, setVersion, reads } = await openTwo();
  expect(reads()).toBe(1);
  await catalogue.current();
  expect(reads()).toBe(1);
  setContent(stored.slice(0, 1));
  await catalogue.current();
  expect(catalogue.studies()).toHaveLength(2);
  setVersion(1);
  await Promise.all([catalogue.current(), catalogue.current(), catalogue.current()]);
  expect(catalogue.studies()).toHaveLength(1);
  expect(reads()).toBe(2);
});

test('what asks while the version is being read waits for a reading that began later', async () => {
  const { catalogue, stored, setContent, setVersion } = await openTwo();
  const early = catalogue.current();
  setContent(stored.slice(0, 1));
  setVersion(1);
  await catalogue.current();
  expect(catalogue.studies()).toHaveLength(1);
  await early;
});
