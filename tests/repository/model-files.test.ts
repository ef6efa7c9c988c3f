import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { models } from '../../core/embedding/model.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.each(models)('$id', (model) => {
  const directory = new URL(`../../models/${model.id}/`, import.meta.url);
  const read = (file: string) => readFileSync(new URL(file, directory));

  test('the model that studies name by hash is the committed one', () => {
    expect(sha256(read('onnx/model_quantized.onnx'))).toBe(model.sha256);
  });

  test('the README beside the model names each file with its size and hash', () => {
    const table = Array.from(
      read('README.md')
        .toString()
        .matchAll(/^\| `([^`]+)` \| (\d+) \| `([0-9a-f]{64})` \|$/gm),
      ([, file = '', bytes, hash]) => ({ file, bytes: Number(bytes), hash }),
    );
    expect(table.map(({ file }) => file)).toEqual([
      'config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'onnx/model_quantized.onnx',
    ]);
    for (const { file, bytes, hash } of table) {
      expect({ file, bytes, hash }).toEqual({ file, bytes: read(file).length, hash: sha256(read(file)) });
    }
  });

  test('the tokenizer cuts where the code says', () => {
    expect(JSON.parse(read('tokenizer_config.json').toString()).model_max_length).toBe(model.maxTokens);
    expect(JSON.parse(read('tokenizer.json').toString()).truncation.max_length).toBe(model.maxTokens);
    expect(JSON.parse(read('config.json').toString()).hidden_size).toBe(model.dimensions);
  });
});
