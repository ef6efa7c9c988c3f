import { z } from 'zod';

/** What `donor init` and docs/study-file.md say of a field; `example` is how its value may stand in the file. */
export type FieldNote = { readonly description: string; readonly example: string };
export const note = (description: string, example: string): FieldNote => ({ description, example });

/** Name of a file that stands in the folder of the study file. */
export const fileName = /^[^/\\]+$/;
export const fileNameExpected = 'expected the name of a file in the folder of the study file';

/** Which part of a table holds the texts. */
export const textColumnSchema = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta(note('Column (.csv, .tsv) or field (.jsonl) that holds the texts. Without it: "text".', 'message'));
