import { say, tell } from '../../language/say.ts';
import type { Title } from '../device/titles.ts';

/**
 * Words that somebody else wrote, such as the title of a study: in quotation marks, in a typeface that no sentence of
 * ours has, and kept from turning the words beside them. A title could call itself a part of Data Donor otherwise.
 */
export const Quoted = ({ words }: { readonly words: string }) => (
  <span class="quoted">{tell('quoted', { words: <bdi>{words}</bdi> })}</span>
);

/** What a study or a question is called: quoted if its researchers called it so. */
export const QuotedTitle = ({ title: { words, isTheirs } }: { readonly title: Title }) =>
  isTheirs ? <Quoted words={words} /> : <span>{words}</span>;

/** The same for where only text can stand. */
export const quotedTitle = ({ words, isTheirs }: Title): string => (isTheirs ? say('quoted', { words }) : words);

/** Paragraphs that researchers wrote. */
export const QuotedParagraphs = ({ texts }: { readonly texts: readonly string[] }) => (
  <blockquote class="quoted voice">
    {texts.map((text, i) => (
      <p key={i} dir="auto">
        {text}
      </p>
    ))}
  </blockquote>
);
