import { lifetimeWarning, summarise } from '../../../core/privacy/ledger.ts';
import { epsilonInWords, shiftInWords } from '../../../core/words/odds.ts';
import { speaker } from '../../language/say.ts';
import { listCharges } from '../../ledger/ledger-store.ts';
import type { Database } from '../../storage/database.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { roundTitle, studyTitle } from '../device/titles.ts';
import { useStored } from '../device/use-stored.ts';
import { Notice } from '../parts/notice.tsx';
import { momentInWords } from '../words/time.ts';

const readLedger = async (database: Database) => {
  const charges = await listCharges(database);
  const titled = charges.map(async (charge) => ({
    charge,
    round: await roundTitle(database, charge.study, charge.round),
    study: await studyTitle(database, charge.study),
  }));
  return {
    settings: await readSettings(database),
    summary: summarise(charges, Date.now()),
    entries: (await Promise.all(titled)).reverse(),
  };
};

/** What all votes of this device have spent, against the caps. */
export function Ledger() {
  const { value } = useStored(readLedger);
  if (!value) return null;
  const { settings, summary, entries } = value;
  if ('unreadable' in summary) {
    return (
      <Notice tone="problem">
        The ledger on this device is damaged or incomplete. To be safe, no round is answered any more: a total that
        cannot be checked cannot be kept under a cap.
      </Notice>
    );
  }
  const filled = settings.capWindow === 0 ? 1 : Math.min(1, summary.window / settings.capWindow);
  const spent = `${epsilonInWords(speaker, summary.window)} of ${epsilonInWords(speaker, settings.capWindow)}`;
  return (
    <section class="stack" aria-labelledby="ledger">
      <h2 id="ledger">Ledger</h2>
      <div class="stack-s">
        <div class="heading-row">
          <p id="spent-label">Spent in the last 30 days</p>
          <p class="figure">
            <strong>{spent}</strong>
          </p>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: Chromium draws the bar of a <meter> in its own height and colours */}
        <div
          class="bar"
          role="meter"
          aria-labelledby="spent-label"
          aria-valuetext={spent}
          aria-valuemin={0}
          aria-valuemax={Math.max(settings.capWindow, summary.window)}
          aria-valuenow={summary.window}
        >
          <div style={{ inlineSize: `${filled * 100}%` }} />
        </div>
        <div class="heading-row">
          <p>Spent in all on this device</p>
          <p class="figure">
            <strong>{epsilonInWords(speaker, summary.lifetime)}</strong>
          </p>
        </div>
      </div>
      {summary.warn && (
        <Notice tone="warning">
          Your total is {epsilonInWords(speaker, summary.lifetime)}. From {lifetimeWarning} on, somebody who could tie
          all your votes together might learn a good deal about what you write, although each vote by itself stays
          deniable. Consider pausing or lowering your caps.
        </Notice>
      )}
      <p class="muted small">
        The figures are epsilon, the measure of privacy loss. A vote of epsilon 4 can shift the odds between any two of
        your possible answers by at most {shiftInWords(speaker, Math.exp(4))}. The epsilons of several votes add up, and
        their odds multiply.
      </p>
      {entries.length === 0 ? (
        <p class="muted">No charge yet.</p>
      ) : (
        <div class="table-scroll">
          <table>
            <caption>Charges, newest first</caption>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Round</th>
                <th scope="col">Study</th>
                <th scope="col" class="number">
                  Epsilon
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ charge, round, study }) => (
                <tr key={charge.sequence}>
                  <td class="figure nowrap">{momentInWords(charge.at)}</td>
                  <td>{round}</td>
                  <td>{study}</td>
                  <td class="number">{epsilonInWords(speaker, charge.epsilon)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
