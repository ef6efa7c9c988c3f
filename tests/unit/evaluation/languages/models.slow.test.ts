import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { models } from '../../../../core/embedding/model.ts';
import { auroc } from '../../../../evaluation/languages/clinc.ts';
import { countFound, mayDeclare } from '../../../../evaluation/languages/held-out.ts';
import { measureFilter, measureLanguage } from '../../../../evaluation/languages/measure.ts';
import { languages, readMessageSet } from '../../../../evaluation/languages/message-set.ts';
import { type Embedder, loadEmbedder } from '../../../../server/studies/embedder.ts';

describe.each(models)('$id', (model) => {
  let embedder: Embedder;
  beforeAll(async () => {
    embedder = await loadEmbedder(model);
  });
  afterAll(() => embedder.dispose());

  test.each(model.languages)('three in four messages in %s find their topic, held out too', async (language) => {
    const set = readMessageSet(language);
    const older = await measureLanguage(set, embedder);
    expect(older.found).toBeGreaterThanOrEqual(0.75);
    const heldOut = await measureLanguage({ ...set, messages: set.heldOut }, embedder);
    expect(mayDeclare(countFound(heldOut.tried), countFound(older.tried))).toBe(true);
  });
});

test('in a study of one language its own drafts count, and most others do not', () => {
  const sets = languages.map(readMessageSet);
  for (const language of languages) {
    const { own, othersKeptOut } = measureFilter(sets, language);
    expect(own, language).toBeGreaterThanOrEqual(0.9);
    expect(othersKeptOut, language).toBeGreaterThanOrEqual(0.75);
  }
});

test('the area under the curve counts pairs in the right order, ties by half', () => {
  expect(auroc([3, 2], [1, 2])).toBe(0.875);
});
