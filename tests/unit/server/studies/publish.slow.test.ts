import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { model } from '../../../../core/embedding/model.ts';
import { cosine } from '../../../../core/embedding/nearest.ts';
import { canonicalBytes, sha256 } from '../../../../core/protocol/canonical-json.ts';
import { consentCovers } from '../../../../core/protocol/consent.ts';
import { verifySignature } from '../../../../core/protocol/signed.ts';
import { phrasesFile, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { type Catalogue, openCatalogue } from '../../../../server/studies/catalogue.ts';
import { loadEmbedder } from '../../../../server/studies/embedder.ts';
import { publishFolder } from '../../../../server/studies/publish.ts';
import { openServer } from '../opened-server.ts';

let server: Awaited<ReturnType<typeof openServer>>;
let catalogue: Catalogue;
beforeEach(async () => {
  server = await openServer();
  catalogue = await openCatalogue(server.store, () => server.clock.now);
});
afterEach(() => server.dispose());

type Embed = Parameters<typeof publishFolder>[1]['embed'];
const noModel: Embed = () => Promise.reject(new Error('no candidate round is new, so no model'));
const publish = (folder = server.folder, embed = noModel) =>
  publishFolder(folder, {
    store: server.store,
    catalogue,
    keys: join(server.data, 'keys'),
    embed,
    now: () => server.clock.now,
  });
const write = (name: string, content: string) => writeFileSync(join(server.folder, name), content);
const secondRound = (epsilon: number, texts = 'phrases.txt') => `  - title: And again?
    kind: fragments
    texts: ${texts}
    epsilon: ${epsilon}
    minimumReports: 50
`;

test('publishing the same folder again changes nothing, not even after its rounds and the study have ended', async () => {
  const before = await server.store.publications();
  expect(await publish()).toEqual({ study: server.study.id, newRounds: 0 });
  server.clock.now = Date.parse('2029-01-01T00:00:00Z');
  expect(await publish()).toEqual({ study: server.study.id, newRounds: 0 });
  expect(await server.store.publications()).toEqual(before);
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
  ['a text', 'phrases.txt', phrasesFile.replace('night', 'day'), /rounds\[0\]: this round is published/],
  [
    'the order of the texts',
    'phrases.txt',
    phrasesFile.split('\n').reverse().join('\n'),
    /rounds\[0\]: this round is published/,
  ],
])('refuses to change %s of a published study', async (_what, file, content, message) => {
  const before = await server.store.publications();
  write(file, content);
  await expect(publish()).rejects.toThrow(message);
  expect(await server.store.publications()).toEqual(before);
});

test('appends a round to the log, chained to the one before and covered by the consent given', async () => {
  write('study.yaml', studyYaml() + secondRound(2));
  expect(await publish()).toEqual({ study: server.study.id, newRounds: 1 });
  const [first, second] = catalogue.study(server.study.id)?.rounds ?? [];
  expect(first).toEqual(server.round);
  const manifest = second?.signed.document;
  if (!second || !manifest) throw new Error('expected a second round');
  expect(manifest).toMatchObject({ sequence: 1, previous: server.round.id, closesAt: '2026-12-31T00:00:00.000Z' });
  expect(second.id).toBe(await sha256(canonicalBytes(manifest)));
  expect(await verifySignature(second.signed, server.study.signed.document.publicKey)).toBe(true);
  expect(consentCovers(server.study.signed.document, manifest)).toBe(true);
  // And a published log never gets shorter.
  write('study.yaml', studyYaml());
  await expect(publish()).rejects.toThrow(/rounds: round 2 is published and cannot change/);
});

test.each([
  ['a larger epsilon', secondRound(4.5), {}],
  ['fewer texts', secondRound(4, 'few.txt'), { 'few.txt': 'flat tyre\n' }],
])('refuses a new round with %s than the consent covers', async (_what, round, files) => {
  for (const [name, content] of Object.entries(files)) write(name, content);
  write('study.yaml', studyYaml() + round);
  await expect(publish()).rejects.toThrow(
    /study\.yaml:20:5: rounds\[1\]: this round asks more than the published study/,
  );
  expect(catalogue.study(server.study.id)?.rounds).toHaveLength(1);
});

test('takes a later round with fewer texts when the study declared it before', async () => {
  const laterRounds = 'laterRounds: { fewestTexts: 1, epsilon: 2, recentDrafts: 20, windowDays: 30 }\n';
  const yaml = studyYaml({ name: 'funnel' }).replace('rounds:', `${laterRounds}rounds:`);
  const { parent, folder } = writeStudyFolder({ yaml });
  writeFileSync(join(folder, 'few.txt'), 'flat tyre\n');
  const { study } = await publish(folder);
  writeFileSync(join(folder, 'study.yaml'), yaml + secondRound(2, 'few.txt'));
  expect(await publish(folder)).toEqual({ study, newRounds: 1 });
  // The bounds hold: not even one step more.
  writeFileSync(join(folder, 'study.yaml'), yaml + secondRound(2, 'few.txt') + secondRound(2.1, 'few.txt'));
  await expect(publish(folder)).rejects.toThrow(/rounds\[2\]: this round asks more than the published study/);
  rmSync(parent, { recursive: true });
});

test('publishes what the study is, its languages and its cohorts, and rounds for some of them', async () => {
  const yaml = studyYaml({ name: 'parts' })
    .replace('rounds:', 'kind: demo\nlanguages: [de, en]\ncohorts: 3\nrounds:')
    .replace('    closesAt', '    cohorts: [0, 2]\n    closesAt');
  const { parent, folder } = writeStudyFolder({ yaml });
  const { study } = await publish(folder);
  const stored = catalogue.study(study);
  expect(stored?.signed.document).toMatchObject({
    format: 'data-donor/study/2',
    kind: 'demo',
    languages: ['de', 'en'],
    cohorts: 3,
    retentionDays: null,
    laterRounds: null,
    budgets: { rounds: 5, bytes: 8 * 1024 * 1024, leastEpsilon: 0.1 },
    corrects: null,
  });
  expect(stored?.rounds[0]?.signed.document).toMatchObject({
    format: 'data-donor/round/2',
    cohorts: [0, 2],
    release: { releases: 1, minimumReports: 50 },
  });
  expect(await publish(folder)).toEqual({ study, newRounds: 0 });
  rmSync(parent, { recursive: true });
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
  const { study } = await publish(first.folder);
  const stored = catalogue.study(study)?.signed.document;
  expect(stored).toMatchObject({
    corrects: { study: server.study.id, keySignature: null },
    publicKey: server.study.signed.document.publicKey,
  });
  expect(catalogue.correctionOf(server.study.id)?.id).toBe(study);
  expect(await publish(first.folder)).toEqual({ study, newRounds: 0 });

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

test('refuses a new study whose times have passed', async () => {
  const { parent, folder } = writeStudyFolder({ yaml: studyYaml({ name: 'late' }) });
  server.clock.now = Date.parse('2026-07-01T00:00:00Z');
  await expect(publish(folder)).rejects.toThrow(
    /study\.yaml:19:15: rounds\[0\]\.closesAt: expected a time in the future/,
  );
  server.clock.now = Date.parse('2027-01-01T00:00:00Z');
  await expect(publish(folder)).rejects.toThrow(/study\.yaml:12:9: endsAt: expected a time in the future/);
  rmSync(parent, { recursive: true });
});

test('keeps the private key to its owner, and signs nothing with another one', async () => {
  const keys = join(server.data, 'keys');
  const file = join(keys, 'commute.pem');
  expect(readdirSync(keys)).toEqual(['commute.pem']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(keys).mode & 0o777).toBe(0o700);
  expect(statSync(join(server.data, 'admin-token')).mode & 0o777).toBe(0o600);
  const other = await openServer();
  writeFileSync(file, readFileSync(join(other.data, 'keys', 'commute.pem')));
  await other.dispose();
  write('study.yaml', studyYaml() + secondRound(2));
  await expect(publish()).rejects.toThrow('not the key that signed the published study');
  rmSync(file);
  await expect(publish()).rejects.toThrow(/commute\.pem: expected the private key/);
  // Without anything to sign the key is not needed.
  write('study.yaml', studyYaml());
  expect(await publish()).toEqual({ study: server.study.id, newRounds: 0 });
});

test('embeds the candidates of a new round with the real model, once', async () => {
  const candidates = ['The train was late again.', 'Dinner at eight?', 'My bicycle has a flat tyre.'];
  const round = `  - title: Which is most like yours?
    kind: candidates
    texts: candidates.txt
    epsilon: 4
    minSimilarity: 0.4
`;
  const { parent, folder } = writeStudyFolder({
    yaml: studyYaml({ name: 'candidates' }) + round,
    files: { 'phrases.txt': phrasesFile, 'candidates.txt': candidates.join('\n') },
  });
  const embedder = await loadEmbedder();
  const { study, newRounds } = await publish(folder, (texts) => embedder.embed(texts));
  expect(newRounds).toBe(2);
  const manifest = catalogue.study(study)?.rounds[1]?.signed.document;
  if (manifest?.kind !== 'candidates') throw new Error('expected a candidate round');
  expect(manifest).toMatchObject({ recentDrafts: 20, minSimilarity: 0.4, answerRule: 'random-draft' });
  expect(manifest.release.minimumReports).toBe(200);
  expect(catalogue.study(study)?.signed.document.model).toEqual({ id: model.id, sha256: model.sha256 });
  const bytes = catalogue.batch(manifest.embeddings.sha256)?.bytes;
  if (!bytes) throw new Error('expected the embeddings');
  expect(await sha256(bytes)).toBe(manifest.embeddings.sha256);
  const batch = decodeEmbeddings(bytes);
  expect([batch.rows, batch.dimensions]).toEqual([3, 384]);
  const fresh = await embedder.embed(candidates);
  fresh.forEach((vector, row) => {
    expect(cosine(vector, batch, row)).toBeGreaterThan(0.999);
  });
  await embedder.dispose();
  // The model is not asked again.
  expect(await publish(folder)).toEqual({ study, newRounds: 0 });
  rmSync(parent, { recursive: true });
});
