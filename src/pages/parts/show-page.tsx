import { type ComponentChild, render } from 'preact';
import { direction, language, say } from '../../language/say.ts';
import type { SentenceKey } from '../../language/sentence-keys.ts';

/** Shows a page of the extension in the volunteer's language, under its title. */
export function showPage(title: SentenceKey, page: ComponentChild): void {
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  document.title = say(title);
  render(page, document.body);
}
