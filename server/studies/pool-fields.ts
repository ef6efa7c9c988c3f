import { z } from 'zod';
import { plainText } from '../../core/protocol/plain-text.ts';
import { fileName, fileNameExpected, note, textColumnSchema } from './field-note.ts';

/** Whether the texts of a source may be shown to anybody but the researcher. */
export const declarations = ['synthetic', 'public', 'private'] as const;
export type Declared = (typeof declarations)[number];

/** One source of the pool: a file of texts. */
export const poolSourceSchema = z.strictObject({
  texts: z
    .string()
    .regex(fileName, fileNameExpected)
    .meta(
      note(
        'File in this folder with the texts, in the forms that the files of rounds have. It may be long.',
        'pool.txt',
      ),
    ),
  textColumn: textColumnSchema,
  declared: z
    .enum(declarations)
    .meta(
      note(
        'What the texts are: "synthetic" (written or generated for this), "public" (everybody may read them), or "private". Private texts never go to a provider of variations and are never proposed as candidates, which everybody can read.',
        'synthetic',
      ),
    ),
});

export const poolSchema = z
  .array(poolSourceSchema)
  .max(20)
  .optional()
  .meta(
    note(
      'Files of texts from which `donor next` chooses the candidates of rounds, and `donor dataset` the texts of a dataset. The pool is not published.',
      '[{ texts: pool.txt, declared: synthetic }]',
    ),
  );

export const slotsSchema = z
  .array(
    z
      .array(plainText(z.string().trim().min(1).max(60)))
      .min(2)
      .max(200),
  )
  .max(200)
  .optional()
  .meta(
    note(
      'Lists of words that may stand for each other; `donor vary` makes variations of texts with them, without a network.',
      '[[tennis, chess, football], [my sister, my neighbour]]',
    ),
  );
