import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { canonicalBytes, sha256 } from '../../../../core/protocol/canonical-json.ts';
import { consentCovers } from '../../../../core/protocol/consent.ts';
import { verifySignature } from '../../../../core/protocol/signed.ts';
import { phrasesFile, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { keyFiles } from '../../../../server/store/key-files.ts';
import type { PublicationStore, StoredStudy } from '../../../../server/store/publication-store.ts';
import { type Connection, openDatabase } from '../../../../server/store/sqlite/database.ts';
import { createStoredPublications } from '../../../../server/store/sqlite/stored-publications.ts';
import { type Catalogue, openCatalogue } from '../../../../server/studies/catalogue.ts';
import { publishFolder } from '../../../../server/studies/publish.ts';
import { makeSigningKey } from '../../../../server/studies/signing-key.ts';

type Embed = Parameters<typeof publishFolder>[1]['embed'];
const noModel: Embed = () => Promise.reject(new Error('no candidate round is new, so no model'));

let parent: string;
let folder: string;
let keys: string;
let database: Connection;
let store: PublicationStore;
let catalogue: Catalogue;
let now: number;
let study: StoredStudy;
const publish = (path = folder, embed = noModel) =>
  publishFolder(path, { store, catalogue, keys: keyFiles(keys), embed, now: () => now });

/** A study folder with one fragment poll, published in a database of this process. */
beforeEach(async () => {
  ({ parent, folder } = writeStudyFolder());
  keys = join(parent, 'keys');
  now = Date.parse('2026-03-01T00:00:00Z');
  database = openDatabase(join(parent, 'donor.sqlite'));
  const publications = createStoredPublications(database);
  store = {
    publish: async (publication) => publications.publish(publication),
    publications: async () => publications.publications(),
    version: async () => 0,
    endStudy: async (id, how) => publications.endStudy(id, how),
  };
  catalogue = await openCatalogue(store, () => now);
  const { study: id } = await publish();
  study = catalogue.study(id) as StoredStudy;
});
afterEach(() => {
  database.close();
  rmSync(parent, { recursive: true });
});

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
const secondRound = (epsilon: number, texts = 'phrases.txt') => `  - title: And again?
    kind: fragments
    texts: ${texts}
    epsilon: ${epsilon}
    minimumReports: 50
`;

test('publishing the same folder again changes nothing, not even after its rounds and the study have ended', async () => {
  const before = await store.publications();
  expect(await publish()).toEqual({ study: study.id, newRounds: 0 });
  now = Date.parse('2029-01-01T00:00:00Z');
  expect(await publish()).toEqual({ study: study.id, newRounds: 0 });
  expect(await store.publications()).toEqual(before);
});

test.each([
  [
    'a word of the consent',
    'study.yaml',
    studyYaml().replace('one question', 'two questions'),
    /study\.yaml:5:3: consent: this is published and cannot change/,
  ],
  [
    'the end',
    'study.yaml',
    studyYaml().replace('2026-12-31', '2027-12-31'),
    /study\.yaml:12:9: endsAt: this is published/,
  ],
  [
    'an epsilon',
    'study.yaml',
    studyYaml().replace('epsilon: 4', 'epsilon: 3'),
    /study\.yaml:14:5: rounds\[0\]: this round is published/,
  ],
  [
    'a closing time',
    'study.yaml',
    studyYaml().replace('2026-06-30', '2026-07-30'),
    /rounds\[0\]: this round is published/,
  ],
  [
    'a closing time, to one before it opened',
    'study.yaml',
    studyYaml().replace('2026-06-30', '2026-02-01'),
    /rounds\[0\]: this round is published/,
  ],
  ['a text', 'phrases.txt', phrasesFile.replace('night', 'day'), /rounds\[0\]: this round is published/],
  [
    'the order of the texts',
    'phrases.txt',
    phrasesFile.split('\n').reverse().join('\n'),
    /rounds\[0\]: this round is published/,
  ],
])('refuses to change %s of a published study', async (_what, file, content, message) => {
  const before = await store.publications();
  write(file, content);
  await expect(publish()).rejects.toThrow(message);
  expect(await store.publications()).toEqual(before);
});

test('appends a round to the log, chained to the one before and covered by the consent given', async () => {
  write('study.yaml', studyYaml() + secondRound(2));
  expect(await publish()).toEqual({ study: study.id, newRounds: 1 });
  const [first, second] = catalogue.study(study.id)?.rounds ?? [];
  expect(first).toEqual(study.rounds[0]);
  const manifest = second?.signed.document;
  if (!second || !manifest) throw new Error('expected a second round');
  expect(manifest).toMatchObject({ sequence: 1, previous: study.rounds[0]?.id, closesAt: '2026-12-31T00:00:00.000Z' });
  expect(second.id).toBe(await sha256(canonicalBytes(manifest)));
  expect(await verifySignature(second.signed, study.signed.document.publicKey)).toBe(true);
  expect(consentCovers(study.signed.document, manifest)).toBe(true);
  // And a published log never gets shorter.
  write('study.yaml', studyYaml());
  await expect(publish()).rejects.toThrow(/rounds: round 2 is published and cannot change/);
});

test.each([
  [
    'a larger epsilon',
    secondRound(4.5),
    {},
    /study\.yaml:23:14: rounds\[1\]\.epsilon: found 4\.5, and the consent covers at most 4\. To ask more/,
  ],
  [
    'fewer texts',
    secondRound(4, 'few.txt'),
    { 'few.txt': 'flat tyre\n' },
    /study\.yaml:22:12: rounds\[1\]\.texts: found 1 texts, and the consent covers at least 4/,
  ],
  [
    'another kind of poll',
    `${secondRound(4)}    poll: prevalence\n`,
    {},
    /study\.yaml:25:11: rounds\[1\]\.poll: the consent covers fragment polls of the kind "which" only/,
  ],
  [
    'more releases',
    `${secondRound(4)}    releases: 2\n`,
    {},
    /study\.yaml:25:15: rounds\[1\]\.releases: found 2 releases, and the consent covers at most 1/,
  ],
])('refuses a new round with %s than the consent covers, and names the bound', async (_what, round, files, said) => {
  for (const [name, content] of Object.entries(files)) write(name, content);
  write('study.yaml', studyYaml() + round);
  await expect(publish()).rejects.toThrow(said);
  expect(catalogue.study(study.id)?.rounds).toHaveLength(1);
});

test('refuses a new study whose times have passed', async () => {
  write('study.yaml', studyYaml({ name: 'late' }));
  now = Date.parse('2026-07-01T00:00:00Z');
  await expect(publish()).rejects.toThrow(/study\.yaml:19:15: rounds\[0\]\.closesAt: expected a time in the future/);
  now = Date.parse('2027-01-01T00:00:00Z');
  await expect(publish()).rejects.toThrow(/study\.yaml:12:9: endsAt: expected a time in the future/);
});

test('keeps the private key to its owner, and signs nothing with another one', async () => {
  const file = join(keys, 'commute.pem');
  expect(readdirSync(keys)).toEqual(['commute.pem']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(keys).mode & 0o777).toBe(0o700);
  await makeSigningKey(keyFiles(keys), 'other');
  renameSync(join(keys, 'other.pem.unpublished'), file);
  write('study.yaml', studyYaml() + secondRound(2));
  await expect(publish()).rejects.toThrow('not the key that signed the published study');
  rmSync(file);
  await expect(publish()).rejects.toThrow(/commute\.pem: expected the private key/);
  // Without anything to sign the key is not needed.
  write('study.yaml', studyYaml());
  expect(await publish()).toEqual({ study: study.id, newRounds: 0 });
});

const candidateRound = `  - title: Which is most like yours?
    kind: candidates
    texts: candidates.txt
    epsilon: 4
    minSimilarity: 0.4
`;
const candidates = ['The train was late again.', 'Dinner at eight?', 'My bicycle has a flat tyre.'];
const vectors = [
  [1, 0],
  [0, 1],
  [0.6, 0.8],
];

/** Publishes a study of its own with a fragment poll and a candidate round, whose embeddings come from `embed`. */
async function publishCandidates(embed: Embed, name = 'candidates') {
  write('study.yaml', studyYaml().replace('name: commute', `name: ${name}`) + candidateRound);
  write('candidates.txt', candidates.join('\n'));
  const published = await publish(folder, embed);
  const [first, second] = catalogue.study(published.study)?.rounds ?? [];
  if (!first || second?.signed.document.kind !== 'candidates') throw new Error('expected a poll and a candidate round');
  return { published, first, second, manifest: second.signed.document };
}

test('a new study comes with all its rounds, each after the one before and open from now on', async () => {
  const { published, first, second, manifest } = await publishCandidates(async () => vectors);
  expect(published.newRounds).toBe(2);
  const document = catalogue.study(published.study)?.signed.document;
  if (!document) throw new Error('expected a study');
  expect(published.study).toBe(await sha256(canonicalBytes(document)));
  expect(document.questions.map(({ kind }) => kind)).toEqual(['fragments', 'candidates']);
  expect(first.signed.document).toMatchObject({ sequence: 0, previous: null, study: published.study });
  expect(manifest).toMatchObject({ sequence: 1, previous: first.id, study: published.study });
  for (const { id, signed } of [first, second]) {
    expect(id).toBe(await sha256(canonicalBytes(signed.document)));
    expect(await verifySignature(signed, document.publicKey)).toBe(true);
    expect(signed.document.opensAt).toBe('2026-03-01T00:00:00.000Z');
  }
});

test('the candidates of a new round are embedded once, and published under the hash that the round names', async () => {
  const asked: (readonly string[])[] = [];
  const embed: Embed = async (texts) => {
    asked.push(texts);
    return vectors;
  };
  const { published, manifest } = await publishCandidates(embed);
  expect(asked).toEqual([candidates]);
  expect(manifest).toMatchObject({ recentDrafts: 20, minSimilarity: 0.4, embeddings: { dimensions: 2 } });
  expect(catalogue.textsOf(manifest)).toEqual(candidates);
  const batch = catalogue.batch(manifest.embeddings.sha256);
  if (!batch) throw new Error('expected the embeddings');
  expect(batch.mediaType).toBe('application/octet-stream');
  expect(await sha256(batch.bytes)).toBe(manifest.embeddings.sha256);
  expect(decodeEmbeddings(batch.bytes)).toMatchObject({ rows: 3, dimensions: 2 });
  expect(catalogue.batch(manifest.texts.sha256)?.mediaType).toBe('application/json');
  expect(await publish()).toEqual({ study: published.study, newRounds: 0 });
});

test('a round that was published keeps its kind and its candidates', async () => {
  await publishCandidates(async () => vectors);
  const published = studyYaml({ name: 'candidates' });
  const poll = candidateRound.replace('kind: candidates', 'kind: fragments').replace(/ {4}minSimilarity.*\n/, '');
  write('study.yaml', published + poll);
  await expect(publish()).rejects.toThrow(/study\.yaml:20:5: rounds\[1\]: this round is published/);
  write('study.yaml', published + candidateRound);
  write('candidates.txt', candidates.toReversed().join('\n'));
  await expect(publish()).rejects.toThrow(/study\.yaml:20:5: rounds\[1\]: this round is published/);
});

test('a study that was published for another model is refused in words about the model', async () => {
  const signed = {
    ...study.signed,
    document: { ...study.signed.document, model: { id: 'an-old-model', sha256: '00'.repeat(32) } },
  };
  database.prepare('UPDATE studies SET signed = ?').run(JSON.stringify(signed));
  await catalogue.reload();
  await expect(publish()).rejects.toThrow(/study\.yaml:1:1: \(whole file\): .*for the model an-old-model/);
});

test('every change is named at once', async () => {
  write('study.yaml', studyYaml().replace('one question', 'two questions').replace('epsilon: 4', 'epsilon: 3'));
  await expect(publish()).rejects.toMatchObject({
    problems: [{ field: 'consent' }, { field: 'rounds[0]' }],
  });
});

test.each([
  ['a millisecond before', -1, true],
  ['at', 0, false],
  ['after', 1, false],
])('a new round is published %s the time when it closes', async (_what, after, published) => {
  write('study.yaml', `${studyYaml()}${secondRound(2)}    closesAt: 2026-05-01T00:00:00Z\n`);
  now = Date.parse('2026-05-01T00:00:00Z') + after;
  if (published) expect(await publish()).toEqual({ study: study.id, newRounds: 1 });
  else await expect(publish()).rejects.toMatchObject({ problems: [{ field: 'rounds[1].closesAt' }] });
});

test.each([
  [-1, true],
  [0, false],
])('a new round is published %i ms after the end of its study', async (left, published) => {
  write('study.yaml', studyYaml() + secondRound(2));
  now = Date.parse('2026-12-31T00:00:00Z') + left;
  if (published) expect(await publish()).toEqual({ study: study.id, newRounds: 1 });
  else await expect(publish()).rejects.toMatchObject({ problems: [{ field: 'endsAt' }] });
});

test('takes a later round with fewer texts when the study declared it before', async () => {
  const laterRounds = 'laterRounds: { fewestTexts: 1, epsilon: 2, recentDrafts: 20, windowDays: 30 }\n';
  const yaml = studyYaml({ name: 'funnel' }).replace('rounds:', `${laterRounds}rounds:`);
  const { parent, folder } = writeStudyFolder({ yaml });
  writeFileSync(join(folder, 'few.txt'), 'flat tyre\n');
  const { study: id } = await publish(folder);
  writeFileSync(join(folder, 'study.yaml'), yaml + secondRound(2, 'few.txt'));
  expect(await publish(folder)).toEqual({ study: id, newRounds: 1 });
  // The bounds hold: not even one step more.
  writeFileSync(join(folder, 'study.yaml'), yaml + secondRound(2, 'few.txt') + secondRound(2.1, 'few.txt'));
  await expect(publish(folder)).rejects.toThrow(/rounds\[2\]\.epsilon: found 2\.1, and the consent covers at most 2/);
  rmSync(parent, { recursive: true });
});

test('publishes what the study is, its languages and its cohorts, and rounds for some of them', async () => {
  const yaml = studyYaml({ name: 'parts' })
    .replace('rounds:', 'kind: demo\nlanguages: [de, en]\ncohorts: 3\nrounds:')
    .replace('    closesAt', '    cohorts: [0, 2]\n    closesAt');
  const { parent, folder } = writeStudyFolder({ yaml });
  const { study: id } = await publish(folder);
  const stored = catalogue.study(id);
  expect(stored?.signed.document).toMatchObject({
    format: 'data-donor/study/2',
    kind: 'demo',
    languages: ['de', 'en'],
    cohorts: 3,
    retentionDays: 30,
    releases: 1,
    laterRounds: null,
    budgets: { rounds: 5, bytes: 8 * 1024 * 1024, leastEpsilon: 0.1 },
    corrects: null,
  });
  expect(stored?.rounds[0]?.signed.document).toMatchObject({
    format: 'data-donor/round/2',
    cohorts: [0, 2],
    release: { releases: 1, minimumReports: 50 },
  });
  expect(await publish(folder)).toEqual({ study: id, newRounds: 0 });
  rmSync(parent, { recursive: true });
});

test('publishes how often its rounds release and when its votes are deleted, and later rounds stay within that', async () => {
  const yaml = studyYaml({ name: 'releasing' })
    .replace('rounds:', 'releases: 3\nretentionDays: 7\nrounds:')
    .replace('    closesAt', '    releases: 2\n    closesAt');
  const { parent, folder } = writeStudyFolder({ yaml });
  const { study: id } = await publish(folder);
  const [stored, release] = [catalogue.study(id), { releases: 2, minimumReports: 50 }];
  expect(stored?.signed.document).toMatchObject({ releases: 3, retentionDays: 7 });
  expect(stored?.rounds[0]?.signed.document).toMatchObject({ release });
  expect(await publish(folder)).toEqual({ study: id, newRounds: 0 });
  const add = (releases: number) =>
    writeFileSync(join(folder, 'study.yaml'), `${yaml}${secondRound(2)}    releases: ${releases}\n`);
  add(4);
  await expect(publish(folder)).rejects.toThrow(/releases: found 4 releases, and the consent covers at most 3/);
  add(3);
  expect(await publish(folder)).toEqual({ study: id, newRounds: 1 });
  // The folder may leave the two out once they are published, and cannot change them.
  const without = (retention: string) =>
    `${yaml.replace('retentionDays: 7\n', retention)}${secondRound(2)}    releases: 3\n`;
  writeFileSync(join(folder, 'study.yaml'), without(''));
  expect(await publish(folder)).toEqual({ study: id, newRounds: 0 });
  writeFileSync(join(folder, 'study.yaml'), without('retentionDays: 8\n'));
  await expect(publish(folder)).rejects.toThrow(/retentionDays: this is published and cannot change/);
  rmSync(parent, { recursive: true });
});

test.each([
  ['releases: 6', /releases/],
  ['releases: 0', /releases/],
  ['retentionDays: -1', /retentionDays/],
  ['retentionDays: 3651', /retentionDays/],
])('refuses a study with %s', async (line, message) => {
  const { parent, folder } = writeStudyFolder({
    yaml: studyYaml({ name: 'wrong' }).replace('rounds:', `${line}\nrounds:`),
  });
  await expect(publish(folder)).rejects.toThrow(message);
  rmSync(parent, { recursive: true });
});

test.each([
  ['ended', /rounds: this study has ended, and takes no further round/],
  ['withdrawn', /study\.yaml:1:7: name: a study of this name was withdrawn, .*; take another name/],
] as const)('a study that was %s gets no further round, and its folder is no problem', async (how, said) => {
  await store.endStudy(study.id, { now, withdrawn: how === 'withdrawn' });
  await catalogue.reload();
  expect(await publish()).toEqual({ study: study.id, newRounds: 0 });
  write('study.yaml', readFileSync(join(folder, 'study.yaml'), 'utf8') + secondRound(2));
  await expect(publish()).rejects.toThrow(said);
});

test.each([
  ['a cohort that the study does not have', 'cohorts: [0, 3]', /cohorts: expected numbers below the study's number/],
  ['cohorts out of order', 'cohorts: [2, 0]', /cohorts: expected different cohorts in ascending order/],
])('refuses a round for %s', async (_what, cohorts, message) => {
  const yaml = studyYaml({ name: 'parts' })
    .replace('rounds:', 'cohorts: 3\nrounds:')
    .replace('    closesAt', `    ${cohorts}\n    closesAt`);
  const { parent, folder } = writeStudyFolder({ yaml });
  await expect(publish(folder)).rejects.toThrow(message);
  rmSync(parent, { recursive: true });
});

test('publishes a correction under the key of the study that it corrects, once', async () => {
  const correction = (name: string, corrects: string) =>
    writeStudyFolder({ yaml: studyYaml({ name }).replace('rounds:', `corrects: ${corrects}\nrounds:`) });
  const first = correction('commute-2', 'commute');
  const { study: id } = await publish(first.folder);
  const stored = catalogue.study(id)?.signed.document;
  expect(stored).toMatchObject({
    corrects: { study: study.id, keySignature: null },
    publicKey: study.signed.document.publicKey,
  });
  expect(catalogue.correctionOf(study.id)?.id).toBe(id);
  expect(await publish(first.folder)).toEqual({ study: id, newRounds: 0 });

  const second = correction('commute-3', 'commute');
  await expect(publish(second.folder)).rejects.toThrow(/corrects: "commute-2" corrects that study already/);
  const lost = correction('commute-4', 'nothing');
  await expect(publish(lost.folder)).rejects.toThrow(/corrects: expected the name of another study/);
  // What it corrects is part of what volunteers agreed to.
  writeFileSync(join(first.folder, 'study.yaml'), studyYaml({ name: 'commute-2' }));
  await expect(publish(first.folder)).rejects.toThrow(/corrects: this is published and cannot change/);
  for (const { parent } of [first, second, lost]) rmSync(parent, { recursive: true });
});

test('refuses a round with more bytes than one donation may fetch', async () => {
  const yaml = studyYaml({ name: 'large' }).replace('rounds:', 'budgets: { bytes: 1024 }\nrounds:');
  const files = { 'phrases.txt': Array.from({ length: 100 }, (_, i) => `phrase number ${i}`).join('\n') };
  const { parent, folder } = writeStudyFolder({ yaml, files });
  await expect(publish(folder)).rejects.toThrow(/rounds\[0\]\.texts: these texts make 1891 bytes/);
  rmSync(parent, { recursive: true });
});

test('refuses a round below the least epsilon of the budgets', async () => {
  const yaml = studyYaml({ name: 'small', epsilon: 0.5 }).replace('rounds:', 'budgets: { leastEpsilon: 1 }\nrounds:');
  const { parent, folder } = writeStudyFolder({ yaml });
  await expect(publish(folder)).rejects.toThrow(/rounds\[0\]\.epsilon: expected at least the least epsilon .* \(1\)/);
  rmSync(parent, { recursive: true });
});
