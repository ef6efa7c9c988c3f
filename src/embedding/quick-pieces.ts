/** What this file knows of a `tokenizer.json`, and of the tokenizer that transformers.js makes of it. */
interface TokenizerFile {
  readonly model: { readonly type: string; readonly unk_id?: number; readonly vocab: readonly [string, number][] };
}
interface UnigramModel {
  vocab: string[];
  scores: number[];
  tokens_to_ids: Map<string, number>;
  min_score: number;
  unk_score: number;
  trie: { common_prefix_search(characters: readonly string[], start?: number): Iterable<string> };
}

/** The special tokens stand first. */
const specials = 3;

/**
 * Takes the pieces out of the file of a Unigram tokenizer, and puts them into the tokenizer that was made without them.
 * transformers.js 4.3.1 would build a tree with an object for each character of each piece. Of 128 000 pieces that
 * takes longer than loading the network. Looking up every prefix of a place in the map of the pieces finds the same
 * ones. Files of other tokenizers stay as they are.
 *
 * @returns the file to load, and what to do with the tokenizer that was loaded from it
 */
export function withoutPieces(file: TokenizerFile): { file: TokenizerFile; restore: (tokenizer: object) => void } {
  const { type, vocab, unk_id: unknown = 0 } = file.model;
  if (type !== 'Unigram') return { file, restore: () => {} };
  return {
    file: { ...file, model: { ...file.model, vocab: vocab.slice(0, specials) } },
    restore: (tokenizer) => {
      const { model } = (tokenizer as { _tokenizer: { model: UnigramModel } })._tokenizer;
      const pieces = new Map(vocab.map(([piece], id) => [piece, id]));
      model.vocab = vocab.map(([piece]) => piece);
      model.scores = vocab.map(([, score]) => score);
      model.tokens_to_ids = pieces;
      model.min_score = vocab.reduce((least, [, score]) => Math.min(least, score), 0);
      model.unk_score = model.min_score - 10;
      model.scores[unknown] = model.unk_score;
      model.trie = prefixSearch(pieces);
    },
  };
}

function prefixSearch(pieces: ReadonlyMap<string, number>): UnigramModel['trie'] {
  let longest = 0;
  for (const piece of pieces.keys()) longest = Math.max(longest, [...piece].length);
  return {
    *common_prefix_search(characters, start = 0) {
      const end = Math.min(characters.length, start + longest);
      let prefix = '';
      for (let i = start; i < end; i++) {
        prefix += characters[i];
        if (pieces.has(prefix)) yield prefix;
      }
    },
  };
}
