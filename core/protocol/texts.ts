import { z } from 'zod';
import { largestDomainSize } from '../privacy/subset-selection.ts';
import { canonicalBytes } from './canonical-json.ts';
import { plainText } from './plain-text.ts';

/** Most texts of a round: with "none" they are the largest domain of the mechanism. */
export const mostTexts = largestDomainSize - 1;
/** Longest text of a round, in UTF-16 code units. */
export const longestText = 2000;

export const textsSchema = z
  .array(plainText(z.string().trim().min(1).max(longestText)))
  .min(1)
  .max(mostTexts);

/** Bytes of a batch of texts: a canonical JSON array of strings, in the order of their ids. */
export const encodeTexts = (texts: readonly string[]): Uint8Array<ArrayBuffer> => canonicalBytes(texts);

/**
 * Reads a batch of texts whose hash has been checked.
 *
 * @throws {SyntaxError | z.ZodError} when the bytes are not a JSON array of non-empty strings
 */
export const decodeTexts = (bytes: Uint8Array): string[] =>
  textsSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
