import { readFileSync } from 'node:fs';
import { AutoTokenizer, env, PreTrainedTokenizer } from '@xenova/transformers';
import { expect, test } from 'vitest';
import { englishModel, multilingualModel } from '../../../../core/embedding/model.ts';
import { languages, readMessageSet } from '../../../../evaluation/languages/message-set.ts';
import { multilingualEmbeddings } from '../../../../harness/reference-embeddings.ts';
import { withoutPieces } from '../../../../src/embedding/quick-pieces.ts';

const folder = new URL('../../../../models/', import.meta.url);
const read = (id: string, file: string) => JSON.parse(readFileSync(new URL(`${id}/${file}`, folder), 'utf8'));

const texts = [
  ...languages.flatMap((language) => readMessageSet(language).messages.map(({ text }) => text)),
  ...multilingualEmbeddings.map(({ text }) => text),
  '',
  ' ',
  '▁▁',
  '<s> and <unk>',
  '𒀀𒀁 🦖🦖 x',
  'ＡＢＣ ～ ①②③ ﬁne',
  'zero\u200bwidth\u00a0e\u0301',
];

test('tokens are those that transformers.js finds by itself, in every language', async () => {
  env.allowRemoteModels = false;
  env.localModelPath = folder.pathname;
  const { id } = multilingualModel;
  const usual = await AutoTokenizer.from_pretrained(id);
  const { file, restore } = withoutPieces(read(id, 'tokenizer.json'));
  const quick = new PreTrainedTokenizer(file, read(id, 'tokenizer_config.json'));
  restore(quick);
  expect(texts.length).toBeGreaterThan(500);
  for (const text of texts) expect(quick.encode(text), text).toEqual(usual.encode(text));
});

test('another kind of tokenizer stays as it is', () => {
  const file = read(englishModel.id, 'tokenizer.json');
  expect(withoutPieces(file).file).toBe(file);
});
