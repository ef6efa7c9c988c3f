import { languages } from '../language/languages.ts';
import { languageParameter } from '../language/negotiation.ts';
import { readerOf } from '../language/reader.ts';
import { useReader } from './visit.ts';

/** Links to this page in every language, each in its own name. They need neither script nor cookie. */
export function LanguageLinks() {
  const reader = useReader();
  return (
    <nav class="languages" aria-label={reader.say('page_languages')}>
      {languages.map((language) => (
        <a
          key={language}
          // Only a query: the path stays, whatever it is.
          href={`?${languageParameter}=${language}`}
          hreflang={language}
          lang={language}
          aria-current={language === reader.language ? 'true' : undefined}
        >
          {readerOf(language).say('language_name')}
        </a>
      ))}
    </nav>
  );
}
