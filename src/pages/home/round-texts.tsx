import { useCallback } from 'preact/hooks';
import { say } from '../../language/say.ts';
import { roundTexts } from '../../reports/report-store.ts';
import type { Database } from '../../storage/database.ts';
import { roundById } from '../../studies/study-store.ts';
import { roundOfAddress, studyTitle } from '../device/titles.ts';
import { useStored } from '../device/use-stored.ts';
import { Paged } from '../parts/paged.tsx';
import { Quoted, QuotedTitle } from '../parts/quoted.tsx';

/** All texts of one round, which can be read before it is answered and after; the address says which. */
export function RoundTexts() {
  const key = roundOfAddress(location.hash);
  const read = useCallback(
    async (database: Database) =>
      key && {
        title: (await roundById(database, key.study, key.round))?.signed.document.title,
        study: await studyTitle(database, key.study),
        texts: await roundTexts(database, key.study, key.round),
      },
    // The page shows another section when its address changes.
    [key?.study, key?.round],
  );
  const { value } = useStored(read);
  if (!value) return null;
  if (value.title === undefined || value.texts === undefined) return <p>{say('home_texts_missing')}</p>;
  return (
    <section class="stack" aria-labelledby="round-texts">
      <h2 id="round-texts">
        <Quoted words={value.title} />
      </h2>
      <p class="muted">
        <QuotedTitle title={value.study} />
      </p>
      <p>{say('home_texts_answer', { count: value.texts.length })}</p>
      <Paged items={value.texts} of="texts">
        {(shown, from) => (
          <ol class="round-texts voice voice-researcher" start={from + 1}>
            {shown.map((text, position) => (
              <li key={from + position}>
                <div class="quoted" dir="auto">
                  {text}
                </div>
              </li>
            ))}
          </ol>
        )}
      </Paged>
      <p>
        <a href="#studies">{say('home_texts_back')}</a>
      </p>
    </section>
  );
}
