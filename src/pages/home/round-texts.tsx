import { useCallback } from 'preact/hooks';
import { roundTexts } from '../../reports/report-store.ts';
import type { Database } from '../../storage/database.ts';
import { roundById } from '../../studies/study-store.ts';
import { roundOfAddress, studyTitle } from '../device/titles.ts';
import { useStored } from '../device/use-stored.ts';
import { Paged } from '../parts/paged.tsx';

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
  if (value.title === undefined || value.texts === undefined) {
    return <p>The texts of this round are not on this device. They come with the next look at the study.</p>;
  }
  return (
    <section class="stack" aria-labelledby="round-texts">
      <h2 id="round-texts" dir="auto">
        {value.title}
      </h2>
      <p class="muted" dir="auto">
        {value.study}
      </p>
      <p>
        Your answer would be one of these {value.texts.length} texts, or “none of these”. What leaves is a randomised
        vote.
      </p>
      <Paged items={value.texts} of="texts" turns={['Texts before', 'Next texts']}>
        {(shown, from) => (
          <ol class="round-texts voice voice-researcher" start={from + 1}>
            {shown.map((text, position) => (
              <li key={from + position}>
                <span dir="auto">{text}</span>
              </li>
            ))}
          </ol>
        )}
      </Paged>
      <p>
        <a href="#studies">Back to your studies</a>
      </p>
    </section>
  );
}
