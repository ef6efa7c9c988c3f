import { z } from 'zod';
import { canonicalBytes } from './canonical-json.ts';

export const textsSchema = z.array(z.string().trim().min(1).max(2000)).min(1).max(9_999);

/** Bytes of a batch of texts: a canonical JSON array of strings, in the order of their ids. */
export const encodeTexts = (texts: readonly string[]): Uint8Array<ArrayBuffer> => canonicalBytes(texts);

/**
 * Reads a batch of texts whose hash has been checked.
 *
 * @throws {SyntaxError | z.ZodError} when the bytes are not a JSON array of non-empty strings
 */
export const decodeTexts = (bytes: Uint8Array): string[] =>
  textsSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
