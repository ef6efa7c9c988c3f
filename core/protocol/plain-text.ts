import type { z } from 'zod';

/**
 * Characters that change how the words around them are shown: control characters other than tab and line breaks, the
 * controls of writing direction (Unicode property Bidi_Control), separators of lines and paragraphs, and halves of
 * characters. With one of them a title could show other words than it holds (docs/protocol.md).
 */
const deceptive = /(?![\t\n\r])\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]|\p{Cs}/u;

/** The first character of a text that could deceive its readers, such as "U+202E"; undefined when there is none. */
export function deceptiveCharacter(text: string): string | undefined {
  const code = deceptive.exec(text)?.[0].codePointAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** What is wrong with a text that holds such a character. */
export const deceptiveInWords = (character: string): string =>
  `expected no control character and no control of writing direction, found ${character}`;

/** Words for people: the schema, and no deceptive character. */
export const plainText = (schema: z.ZodString): z.ZodString =>
  schema.refine((text) => deceptiveCharacter(text) === undefined, {
    error: ({ input }) => deceptiveInWords(deceptiveCharacter(String(input)) ?? ''),
  });
