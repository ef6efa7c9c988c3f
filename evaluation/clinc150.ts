import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A message, and the label that only the measurement knows. */
export interface LabelledText {
  readonly text: string;
  readonly topic: number;
}

/** Real messages about `topics` topics: a pool to choose from, drafts of volunteers, and other drafts to measure by. */
export interface Corpus {
  readonly topics: number;
  readonly pool: readonly LabelledText[];
  readonly drafts: readonly LabelledText[];
  readonly measured: readonly LabelledText[];
}

const splitSchema = z.array(z.tuple([z.string().trim().min(1), z.string().min(1)])).min(1);
const fileSchema = z.object({ train: splitSchema, val: splitSchema, test: splitSchema });

/**
 * Reads CLINC150 (Larson et al., EMNLP 2019). The pool is its training split; volunteers write, and are measured by,
 * texts of the two others.
 *
 * @param folder holds `data_full.json`
 * @throws {Error} when the file is missing or is not CLINC150
 */
export async function readCorpus(folder: string): Promise<Corpus> {
  const path = join(folder, 'data_full.json');
  const source = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path}: cannot be read; name the folder of CLINC150 with --data`, { cause });
  });
  const parsed = fileSchema.safeParse(parseJson(source));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${path}: expected CLINC150; ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { train, val, test } = parsed.data;
  const names = [...new Set(train.map(([, name]) => name))].sort();
  const topicOf = new Map(names.map((name, topic) => [name, topic]));
  const labelled = (split: string, texts: readonly [string, string][]): LabelledText[] =>
    texts.map(([text, name], row) => {
      const topic = topicOf.get(name);
      if (topic === undefined)
        throw new Error(`${path}: ${split}[${row}]: "${name}" is no topic of the training split`);
      return { text, topic };
    });
  return {
    topics: names.length,
    pool: labelled('train', train),
    drafts: labelled('test', test),
    measured: labelled('val', val),
  };
}

/** One text in `step` of each part of a corpus, evenly over its topics. */
export function thinned(corpus: Corpus, step: number): Corpus {
  const every = (texts: readonly LabelledText[]) => texts.filter((_, row) => row % step === 0);
  return { ...corpus, pool: every(corpus.pool), drafts: every(corpus.drafts), measured: every(corpus.measured) };
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
