import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { englishModel as model } from '../../../../core/embedding/model.ts';
import { embeddingsFile, embedPool } from '../../../../server/evolution/embedding-store.ts';

let folder: string;
let embedded: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'donor-embeddings-'));
  embedded = [];
});

/** Embeds by length, so that a vector tells its text. */
const vectorOf = (text: string) => new Float32Array(model.dimensions).fill(text.length);
const embed = (texts: readonly string[], { stopAfter = Number.POSITIVE_INFINITY } = {}) => {
  const stopping = new AbortController();
  return embedPool(folder, texts, {
    model,
    signal: stopping.signal,
    onProgress: () => undefined,
    loadEmbedder: async () => ({
      embed: async (part) => {
        if (embedded.length >= stopAfter) stopping.abort(new Error('stopped'));
        stopping.signal.throwIfAborted();
        embedded.push(...part);
        return part.map(vectorOf);
      },
    }),
  });
};
const texts = Array.from({ length: 200 }, (_, i) => 'x'.repeat(i + 1));

test('every text is embedded once, whatever its place in the pool', async () => {
  const rows = await embed(texts);
  expect(embedded).toEqual(texts);
  expect(rows[150 * model.dimensions]).toBe(151);
  expect(readdirSync(folder)).toEqual([embeddingsFile]);
  const again = await embed([...texts.toReversed(), 'new']);
  expect(embedded).toEqual([...texts, 'new']);
  expect(again[0]).toBe(200);
  expect(again.at(-1)).toBe(3);
});

test('what was embedded before an interruption is not embedded again', async () => {
  await expect(embed(texts, { stopAfter: 100 })).rejects.toThrow('stopped');
  expect(embedded.length).toBeGreaterThan(100);
  const done = embedded.length;
  const rows = await embed(texts);
  expect(embedded).toHaveLength(texts.length);
  expect(new Set(embedded.slice(0, done)).size).toBe(done);
  expect(texts.map((_, row) => rows[row * model.dimensions])).toEqual(texts.map(({ length }) => length));
});

test('a damaged file is named, with what to do about it', async () => {
  writeFileSync(join(folder, embeddingsFile), 'no database, and longer than the header of one '.repeat(100));
  await expect(embed(texts)).rejects.toThrow(/\.pool-embeddings\.sqlite is damaged; delete it/);
  expect(embedded).toEqual([]);
});
