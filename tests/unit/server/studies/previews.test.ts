import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { englishModel as model } from '../../../../core/embedding/model.ts';
import { consentCovers } from '../../../../core/protocol/consent.ts';
import { verifySignature } from '../../../../core/protocol/signed.ts';
import { candidates, farYear, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { secureRandom } from '../../../../server/secure-random.ts';
import { keyFiles } from '../../../../server/store/key-files.ts';
import type { KeyStore } from '../../../../server/store/key-store.ts';
import { openSqliteStore } from '../../../../server/store/sqlite/sqlite-store.ts';
import { type Catalogue, openCatalogue } from '../../../../server/studies/catalogue.ts';
import { createPreviews, type Previews } from '../../../../server/studies/previews.ts';
import { publishFolder } from '../../../../server/studies/publish.ts';
import { readStudyFolder } from '../../../../server/studies/study-folder.ts';
import { writtenStudy } from '../../../../server/studies/written-study.ts';
import { operateHere } from '../../../store/operate-here.ts';

const later = `  - title: And again?
    kind: fragments
    texts: phrases.txt
    epsilon: 2
    minimumReports: 50
`;
let parent: string;
let folder: string;
let store: Awaited<ReturnType<typeof openSqliteStore>>;
let catalogue: Catalogue;
let keys: KeyStore;
let previews: Previews;
let now: number;
/** Texts in the order in which they were embedded. */
let embedded: string[];
const embedder = {
  async embed(texts: readonly string[]) {
    embedded.push(...texts);
    return texts.map((text) => Float32Array.from({ length: model.dimensions }, (_, j) => Math.sin(text.length + j)));
  },
};

const connect = (mostPages?: number) =>
  openSqliteStore(
    { file: join(parent, 'donor.sqlite'), secret: secureRandom()(32), now: () => now, ...(mostPages && { mostPages }) },
    operateHere,
  );
beforeEach(async () => {
  ({ parent, folder } = writeStudyFolder({ yaml: studyYaml({ year: farYear, rounds: ['fragments', 'candidates'] }) }));
  now = Date.parse('2026-03-01T00:00:00Z');
  embedded = [];
  store = await connect();
  await prepare();
});
async function prepare() {
  catalogue = await openCatalogue(store, () => now);
  keys = keyFiles(join(parent, 'keys'));
  previews = createPreviews({ store, catalogue, keys, embedder, random: secureRandom(), now: () => now });
}
afterEach(async () => {
  await store.close();
  rmSync(parent, { recursive: true });
});

const put = async () => previews.put(writtenStudy(await readStudyFolder(folder)));
async function embedAll(seen: Parameters<Previews['embed']>[0]): Promise<void> {
  for (;;) {
    const done = await previews.embed(seen);
    if (!done) throw new Error('the preview is gone');
    if (done.embedded === done.of) return;
  }
}
const write = (yaml: string) => writeFileSync(join(folder, 'study.yaml'), yaml);
const published = async () => (await store.publications()).studies;

test('a preview is neither signed nor published, and has no key', async () => {
  const { stored, problems } = await put();
  expect(problems).toEqual([]);
  expect(stored.address).toMatch(/^[A-Za-z0-9_-]{24}$/);
  expect(catalogue.studies()).toEqual([]);
  expect(await published()).toEqual([]);
  expect(readdirSync(parent)).not.toContain('keys');
  expect(embedded).toEqual([]);
});

test('what was looked at is opened: signed, with the vectors of its own texts, and then the preview is gone', async () => {
  const { stored } = await put();
  expect(await previews.open(stored)).toBe('unembedded');
  await embedAll(stored);
  expect(embedded).toEqual(candidates);
  // The folder says something else by now, and nobody has looked at that.
  write('broken');
  const opened = await previews.open(stored);
  const [study] = await published();
  expect(opened).toEqual({ study: study?.id, newRounds: 2 });
  if (!study) throw new Error('expected a study');
  expect(await verifySignature(study.signed, study.signed.document.publicKey)).toBe(true);
  const manifest = study.rounds[1]?.signed.document;
  if (manifest?.kind !== 'candidates') throw new Error('expected a candidate round');
  expect(consentCovers(study.signed.document, manifest)).toBe(true);
  const batch = catalogue.batch(manifest.embeddings.sha256);
  expect(decodeEmbeddings(batch?.bytes as Uint8Array).rows).toBe(candidates.length);
  expect(await previews.named('commute')).toBe(undefined);
  expect(await previews.at(stored.address)).toBe(undefined);
  expect(await keys.kept()).toEqual(['commute']);
});

test('a preview that was corrected meanwhile is not opened, and keeps its address', async () => {
  const seen = await put();
  await embedAll(seen.stored);
  write(studyYaml({ year: farYear, rounds: ['fragments'] }).replace('How people', 'Where people'));
  const corrected = await put();
  expect(corrected.stored.address).toBe(seen.stored.address);
  expect(await previews.open(seen.stored)).toBe('changed');
  expect(await previews.embed(seen.stored)).toBe(undefined);
  expect(await published()).toEqual([]);
  expect(await previews.open(corrected.stored)).toMatchObject({ newRounds: 1 });
  expect((await published())[0]?.signed.document.title).toBe('Where people travel');
});

test('opening twice at once publishes once', async () => {
  write(studyYaml({ year: farYear }));
  const { stored } = await put();
  const outcomes = await Promise.all([previews.open(stored), previews.open(stored), previews.open(stored)]);
  expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'changed')).toHaveLength(2);
  expect(await published()).toHaveLength(1);
});

test('vectors outlive the process, and only the rest is embedded after a restart', async () => {
  const many = Array.from({ length: 150 }, (_, i) => `We met at the station number ${i}`);
  writeFileSync(join(folder, 'candidates.txt'), many.join('\n'));
  const { stored } = await put();
  expect(await previews.embed(stored)).toEqual({ embedded: 64, of: 150 });
  await store.close();
  store = await connect();
  await prepare();
  await embedAll(stored);
  expect(embedded).toEqual(many);
  expect(await previews.open(stored)).toMatchObject({ newRounds: 2 });
});

test('a full disk opens nothing, and the preview stays', async () => {
  // More counters than the preview itself leaves room for.
  writeFileSync(join(folder, 'phrases.txt'), Array.from({ length: 9_000 }, (_, i) => `no ${i}`).join('\n'));
  write(studyYaml({ year: farYear }));
  const { stored } = await put();
  await store.close();
  store = await connect(1);
  await prepare();
  await expect(previews.open(stored)).rejects.toThrow(/full/);
  expect(await published()).toEqual([]);
  await store.close();
  store = await connect();
  await prepare();
  expect(await previews.open(stored)).toMatchObject({ newRounds: 1 });
});

test.each([
  [
    'the time is over',
    async () => {
      now = Date.parse(`${farYear + 1}-01-01T00:00:00Z`);
    },
    /endsAt: expected a time in/,
  ],
  [
    'the name is taken',
    async () => {
      write(studyYaml({ year: farYear }).replace('How people', 'Where people'));
      const embed = () => Promise.reject(new Error('no candidates'));
      await publishFolder(folder, { store, catalogue, keys, embed, now: () => now });
    },
    /title: this is published and cannot change/,
  ],
] as const)('nothing opens when %s since the preview was made', async (_what, change, said) => {
  const { stored } = await put();
  await embedAll(stored);
  await change();
  const before = await published();
  await expect(previews.open(stored)).rejects.toThrow(said);
  expect((await previews.named('commute'))?.problems).not.toEqual([]);
  expect(await published()).toEqual(before);
});

test('a new round of an open study is previewed and opened, within its consent, and nothing else of it changes', async () => {
  write(studyYaml({ year: farYear }));
  await previews.open((await put()).stored);
  await expect(put()).rejects.toThrow(/rounds: all of this is published already/);
  appendFileSync(join(folder, 'study.yaml'), later.replace('epsilon: 2', 'epsilon: 5'));
  await expect(put()).rejects.toThrow(/rounds\[1\]\.epsilon: found 5, and the consent covers at most 4/);
  write(studyYaml({ year: farYear }) + later);
  const { stored } = await put();
  expect(stored.publishedRounds).toBe(1);
  expect((await published())[0]?.rounds).toHaveLength(1);
  expect(await previews.open(stored)).toMatchObject({ newRounds: 1 });
  const [study] = await published();
  expect(study?.rounds[1]?.signed.document).toMatchObject({ sequence: 1, previous: study?.rounds[0]?.id });
});

test('a later round that the study declared before is opened', async () => {
  const funnel = 'laterRounds: { fewestTexts: 1, epsilon: 2, recentDrafts: 20, windowDays: 30 }\nrounds:';
  write(studyYaml({ year: farYear }).replace('rounds:', funnel));
  await previews.open((await put()).stored);
  writeFileSync(join(folder, 'few.txt'), 'flat tyre\n');
  appendFileSync(join(folder, 'study.yaml'), later.replace('phrases.txt', 'few.txt'));
  expect(await previews.open((await put()).stored)).toMatchObject({ newRounds: 1 });
});

test('rounds that were published meanwhile another way are not opened a second time', async () => {
  write(studyYaml({ year: farYear }));
  await previews.open((await put()).stored);
  write(studyYaml({ year: farYear }) + later + later);
  const { stored } = await put();
  write(studyYaml({ year: farYear }) + later);
  const embed = () => Promise.reject(new Error('no candidates'));
  await publishFolder(folder, { store, catalogue, keys, embed, now: () => now });
  await expect(previews.open(stored)).rejects.toThrow(/1 of these rounds were published meanwhile/);
  expect((await published())[0]?.rounds).toHaveLength(2);
});

test('the name of a study that was withdrawn is not free', async () => {
  write(studyYaml({ year: farYear }));
  const opened = await previews.open((await put()).stored);
  if (typeof opened === 'string') throw new Error(opened);
  await store.endStudy(opened.study, { now, withdrawn: true });
  await catalogue.reload();
  write(studyYaml({ year: farYear }).replace('How people', 'Where people'));
  await expect(put()).rejects.toThrow(/name: a study of this name was withdrawn/);
});

test('a correction is opened under the key of the study that it corrects', async () => {
  write(studyYaml({ year: farYear }));
  await previews.open((await put()).stored);
  write(studyYaml({ year: farYear, name: 'commute-2' }).replace('rounds:', 'corrects: commute\nrounds:'));
  await previews.open((await put()).stored);
  const [first, second] = await published();
  expect(second?.signed.document).toMatchObject({
    publicKey: first?.signed.document.publicKey,
    corrects: { study: first?.id, keySignature: null },
  });
});

test('a correction whose name has another key from a failed attempt is refused', async () => {
  write(studyYaml({ year: farYear }));
  await previews.open((await put()).stored);
  // A process that was killed between making the key and publishing.
  const key = (await keys.read('commute')) as string;
  const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  expect(other).not.toBe(key);
  await keys.add('commute-2', other);
  write(studyYaml({ year: farYear, name: 'commute-2' }).replace('rounds:', 'corrects: commute\nrounds:'));
  const { stored } = await put();
  await expect(previews.open(stored)).rejects.toThrow(/a correction needs the key of "commute"/);
  expect(await published()).toHaveLength(1);
});
