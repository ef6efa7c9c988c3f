import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { decodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { englishModel as model } from '../../../../core/embedding/model.ts';
import { cosine } from '../../../../core/embedding/nearest.ts';
import { sha256 } from '../../../../core/protocol/canonical-json.ts';
import { phrasesFile, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { keyFiles } from '../../../../server/store/key-files.ts';
import { openCatalogue } from '../../../../server/studies/catalogue.ts';
import { loadEmbedder } from '../../../../server/studies/embedder.ts';
import { publishFolder } from '../../../../server/studies/publish.ts';
import { openServer } from '../opened-server.ts';

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
  const server = await openServer();
  onTestFinished(() => server.dispose());
  const { store, data, clock } = server;
  const catalogue = await openCatalogue(store, () => clock.now);
  const keys = keyFiles(join(data, 'keys'));
  const embedder = await loadEmbedder(model);
  const options = { store, catalogue, keys, now: () => clock.now };
  const { study, newRounds } = await publishFolder(folder, { ...options, embed: (texts) => embedder.embed(texts) });
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
  const embed = () => Promise.reject(new Error('no candidate round is new, so no model'));
  expect(await publishFolder(folder, { ...options, embed })).toEqual({ study, newRounds: 0 });
  rmSync(parent, { recursive: true });
});
