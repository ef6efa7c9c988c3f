import { readFileSync } from 'node:fs';
import nlp from 'compromise';
import { englishModel } from '../../core/embedding/model.ts';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import { shuffled } from '../../core/privacy/shuffled.ts';
import { type Exchange, exchanged, exchangesOf } from './exchanges.ts';
import type { Variation, VariationProvider } from './variations.ts';
import { type Nouns, openNouns } from './wordnet.ts';

/**
 * Variations by exchanging words, on this machine: words of the study's slots, days, months, times of day and numbers,
 * and English nouns for other kinds of the same thing (WordNet). One exchange a variation, so that the rest of the
 * sentence still fits.
 *
 * @param slots lists of the study file
 */
export function wordsProvider(slots: readonly (readonly string[])[]): VariationProvider {
  let nouns: Nouns | undefined;
  const known = commonWords();
  return {
    name: 'words',
    parentsAtOnce: 50,
    preview: () => ({ recipient: undefined, cost: 'nothing' }),
    async vary(parents, each, { random, signal }) {
      nouns ??= openNouns();
      const variations: Variation[] = [];
      for (const { text } of parents) {
        signal.throwIfAborted();
        variations.push(
          ...variationsOf(text, [...exchangesOf(text, slots), ...kindExchanges(text, nouns, known)], each, random),
        );
      }
      return variations;
    },
    spent: () => 'nothing',
  };
}

function variationsOf(text: string, exchanges: readonly Exchange[], each: number, random: RandomBytes): Variation[] {
  const made = new Map<string, Variation>();
  // A round over all places before any place is used again.
  const queues = shuffled(exchanges, random).map((exchange) => ({
    exchange,
    others: shuffled(exchange.others, random),
  }));
  for (let turn = 0; made.size < each && queues.some(({ others }) => others.length > turn); turn++) {
    for (const { exchange, others } of queues) {
      const other = others[turn];
      if (other === undefined || made.size >= each) continue;
      const varied = exchanged(text, exchange, other);
      made.set(varied, { text: varied, parent: text, operation: exchange.operation });
    }
  }
  return [...made.values()];
}

/** Nouns in a text whose commonest meaning is a kind of thing that another kind can stand for. */
function kindExchanges(text: string, nouns: Nouns, known: ReadonlySet<string>): Exchange[] {
  const terms = nlp(text).json({ offset: true }) as {
    terms: { text: string; tags: string[]; offset: { start: number } }[];
  }[];
  return terms.flatMap(({ terms }) =>
    terms.flatMap(({ text: found, tags, offset }, at): Exchange[] => {
      if (
        !tags.includes('Noun') ||
        ['ProperNoun', 'Pronoun', 'Possessive', 'Date', 'Plural'].some((tag) => tags.includes(tag))
      )
        return [];
      if (!/^[a-z]+$/.test(found) || text.slice(offset.start, offset.start + found.length) !== found) return [];
      // "Bread dough": only the last noun of several says what the thing is.
      if (terms[at + 1]?.tags.includes('Noun')) return [];
      const others = nouns.others(found).filter((other) => known.has(other));
      return others.length === 0 ? [] : [{ operation: 'kind', start: offset.start, found, others }];
    }),
  );
}

/** Tokens of the model stand with the most common words first; later ones would read oddly. */
const commonTokens = 12_000;

/** Common English words, as far as the embedding model has a token of its own for them. */
function commonWords(): ReadonlySet<string> {
  const file = new URL(`../../models/${englishModel.id}/tokenizer.json`, import.meta.url);
  const { model: tokens } = JSON.parse(readFileSync(file, 'utf8')) as { model: { vocab: Record<string, number> } };
  return new Set(
    Object.keys(tokens.vocab).filter((word) => /^[a-z]+$/.test(word) && (tokens.vocab[word] as number) < commonTokens),
  );
}
