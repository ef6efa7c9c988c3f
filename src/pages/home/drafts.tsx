import { listDrafts, mostDrafts } from '../../drafts/draft-store.ts';
import { send } from '../../messages.ts';
import type { Database } from '../../storage/database.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { hostInWords } from '../words/origins.ts';
import { agoInWords, momentInWords } from '../words/time.ts';

const readDrafts = (database: Database) => listDrafts(database, Date.now());

export function Drafts() {
  const { value: drafts, now, reload } = useStored(readDrafts);
  const { busy, refusal, run } = useCommand();
  const forget = async (draft: string) => {
    await run(() => send('forget-draft', { draft }));
    await reload();
  };
  const forgetAll = async () => {
    await run(() => send('forget-all-drafts', {}));
    await reload();
  };
  if (!drafts) return null;
  return (
    <>
      <div class="stack">
        <p class="lead">
          What you typed on the sites you allowed. It stays on this device: at most {mostDrafts} drafts, each for 30
          days at most.
        </p>
        <p class="muted">
          A round may draw one of them to answer its question. Forgetting a draft also deletes every answer that came
          from it; votes already sent cannot be called back.
        </p>
      </div>
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
      {drafts.length === 0 ? (
        <p>
          No draft is kept. <a href="#sites">Choose the sites</a> on which drafts may be kept.
        </p>
      ) : (
        <section class="stack" aria-labelledby="kept">
          <div class="heading-row">
            <h2 id="kept" class="figure">
              {drafts.length === 1 ? '1 draft' : `${drafts.length} drafts`}
            </h2>
            <button type="button" class="danger quiet" disabled={busy} onClick={forgetAll}>
              Forget all drafts
            </button>
          </div>
          <ol class="rows rows-drafts">
            {drafts.map((draft) => (
              <li key={draft.id}>
                <div>
                  <p id={`draft-${draft.id}`} class="draft-text">
                    {draft.text}
                  </p>
                  <p class="muted small">
                    {hostInWords(draft.site)} ·{' '}
                    <span title={momentInWords(draft.editedAt)}>{agoInWords(draft.editedAt, now)}</span>
                  </p>
                </div>
                <button
                  type="button"
                  class="quiet"
                  disabled={busy}
                  aria-describedby={`draft-${draft.id}`}
                  onClick={() => forget(draft.id)}
                >
                  Forget
                </button>
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
