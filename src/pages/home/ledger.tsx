import type { StudyId } from '../../../core/ids.ts';
import { lifetimeWarning, summarise } from '../../../core/privacy/ledger.ts';
import { epsilonInWords } from '../../../core/words/odds.ts';
import { say, speaker } from '../../language/say.ts';
import { listCharges } from '../../ledger/ledger-store.ts';
import type { Database } from '../../storage/database.ts';
import { roundTitle, studyTitle, type Title } from '../device/titles.ts';
import { useStored } from '../device/use-stored.ts';
import { Notice } from '../parts/notice.tsx';
import { Paged } from '../parts/paged.tsx';
import { QuotedTitle } from '../parts/quoted.tsx';
import { momentInWords } from '../words/time.ts';

const readLedger = async (database: Database) => {
  const charges = await listCharges(database);
  const studies = new Map<StudyId, Promise<Title>>();
  const titleOf = (study: StudyId) => {
    const title = studies.get(study) ?? studyTitle(database, study);
    studies.set(study, title);
    return title;
  };
  const titled = charges.map(async (charge) => ({
    charge,
    round: await roundTitle(database, charge.study, charge.round),
    study: await titleOf(charge.study),
  }));
  return { summary: summarise(charges, Date.now()), entries: (await Promise.all(titled)).reverse() };
};

/** What all votes of this device have spent in its life, and on what. */
export function Ledger() {
  const { value } = useStored(readLedger);
  // The budget says so.
  if (!value || 'unreadable' in value.summary) return null;
  const { summary, entries } = value;
  const total = epsilonInWords(speaker, summary.lifetime);
  return (
    <section class="stack" aria-labelledby="ledger">
      <h2 id="ledger">{say('home_ledger')}</h2>
      <p>{say('home_ledger_text')}</p>
      <div class="heading-row">
        <p>{say('home_ledger_total')}</p>
        <p class="figure">
          <strong>{total}</strong>
        </p>
      </div>
      {summary.warn && <Notice tone="warning">{say('home_ledger_warning', { total, from: lifetimeWarning })}</Notice>}
      {entries.length === 0 ? (
        <p class="muted">{say('home_ledger_none')}</p>
      ) : (
        <details>
          <summary>{say('home_ledger_charges', { count: entries.length })}</summary>
          <Paged items={entries} of="charges">
            {(shown) => (
              <div class="table-scroll">
                <table class="ledger">
                  <caption class="visually-hidden">{say('home_ledger_caption')}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{say('home_ledger_when')}</th>
                      <th scope="col">{say('home_ledger_question')}</th>
                      <th scope="col">{say('home_ledger_study')}</th>
                      <th scope="col" class="number">
                        {say('home_ledger_epsilon')}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {shown.map(({ charge, round, study }) => (
                      <tr key={charge.sequence}>
                        <td class="ledger-when figure nowrap">{momentInWords(charge.at)}</td>
                        <td class="ledger-question">
                          <QuotedTitle title={round} />
                        </td>
                        <td class="ledger-study">
                          <QuotedTitle title={study} />
                        </td>
                        <td class="number" data-label={say('home_ledger_epsilon')}>
                          {epsilonInWords(speaker, charge.epsilon)}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </Paged>
        </details>
      )}
    </section>
  );
}
