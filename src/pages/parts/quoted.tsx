import { tell } from '../../language/say.ts';

/**
 * Words that somebody else wrote, such as the title of a study: in quotation marks, in a typeface that no sentence of
 * ours has, and kept from turning the words beside them. A title could call itself a part of Data Donor otherwise.
 */
export const Quoted = ({ words }: { readonly words: string }) => (
  <span class="quoted">{tell('quoted', { words: <bdi>{words}</bdi> })}</span>
);
