import type { z } from 'zod';
import { refusedCharacter } from '../control-characters.ts';

/**
 * Words for people, of one or several lines: the schema, and no character that cannot be seen or that turns what
 * follows it (docs/protocol.md). With one of them a title could show other words than it holds.
 */
export const plainText = (schema: z.ZodString): z.ZodString =>
  schema.refine((text) => problemOf(text) === undefined, { error: ({ input }) => problemOf(String(input)) ?? '' });

function problemOf(text: string): string | undefined {
  const found = refusedCharacter(text, { lineBreaks: true });
  return found && `${found.code} is ${found.name}; remove it`;
}
