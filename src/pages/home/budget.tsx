import { epsilonInWords } from '../../../core/words/odds.ts';
import { say, speaker } from '../../language/say.ts';
import { listCharges } from '../../ledger/ledger-store.ts';
import type { Database } from '../../storage/database.ts';
import { capsOf, readSettings } from '../../storage/settings-store.ts';
import { useStored } from '../device/use-stored.ts';
import { Notice } from '../parts/notice.tsx';
import { budgetOf } from '../words/budget-sums.ts';
import { dateInWords } from '../words/time.ts';

const readBudget = async (database: Database) => {
  const caps = capsOf(await readSettings(database));
  return { caps, budget: budgetOf(await listCharges(database), caps, Date.now(), dateInWords) };
};

/** Most days that are listed on which something becomes free again. */
const mostDays = 6;

/** What the budget is for, then how much of it is used, and when that becomes free again. */
export function Budget() {
  const { value } = useStored(readBudget);
  if (!value) return null;
  const { caps, budget } = value;
  return (
    <section class="stack" aria-labelledby="budget">
      <h2 id="budget">{say('home_budget')}</h2>
      <p>{say('home_budget_measure')}</p>
      <p>{say('home_budget_why', { cap: caps.window })}</p>
      {budget ? (
        <>
          <Meter {...budget} />
          {budget.votes !== undefined && (
            <p>{say('home_budget_room', { count: budget.votes, cap: Math.min(caps.perReport, caps.window) })}</p>
          )}
          {budget.frees.length > 0 && (
            <div class="stack-s">
              <p>{say('home_budget_frees')}</p>
              <ul>
                {budget.frees.slice(0, mostDays).map(({ at, epsilon }) => (
                  <li key={at} class="figure">
                    {say('home_budget_free_on', { at: dateInWords(at), epsilon: epsilonInWords(speaker, epsilon) })}
                  </li>
                ))}
              </ul>
              {budget.frees.length > mostDays && (
                <p class="muted">{say('home_budget_frees_later', { count: budget.frees.length - mostDays })}</p>
              )}
            </div>
          )}
        </>
      ) : (
        <Notice tone="problem">{say('home_ledger_unreadable')}</Notice>
      )}
    </section>
  );
}

/** Used and free parts of the budget as a picture, with both in words. */
function Meter({ cap, used, free }: { readonly cap: number; readonly used: number; readonly free: number }) {
  const filled = cap === 0 ? 1 : Math.min(1, used / cap);
  const [usedWords, freeWords] = [
    say('home_budget_used', { used: epsilonInWords(speaker, used) }),
    say('home_budget_free', { free: epsilonInWords(speaker, free) }),
  ];
  return (
    <div class="stack-s">
      {/* biome-ignore lint/a11y/useSemanticElements: Chromium draws the bar of a <meter> in its own height and colours */}
      <div
        class="bar"
        role="meter"
        aria-labelledby="budget"
        aria-valuetext={`${usedWords} ${freeWords}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(cap, used)}
        aria-valuenow={used}
      >
        <div style={{ inlineSize: `${filled * 100}%` }} />
      </div>
      <ul class="bar-key figure">
        <li class="bar-used">{usedWords}</li>
        <li class="bar-free">{freeWords}</li>
      </ul>
    </div>
  );
}
