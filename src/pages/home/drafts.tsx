import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { listDrafts, mostDrafts } from '../../drafts/draft-store.ts';
import { send } from '../../messages.ts';
import type { Database } from '../../storage/database.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Paged } from '../parts/paged.tsx';
import { draftsBySite, draftsWith } from '../words/found-drafts.ts';
import { SiteDrafts } from './site-drafts.tsx';

const readDrafts = (database: Database) => listDrafts(database, Date.now());

export function Drafts() {
  const { value: drafts, now, reload } = useStored(readDrafts, (kept) => kept.map(({ editedAt }) => editedAt));
  const { busy, refusal, run } = useCommand();
  const [said, setSaid] = useState('');
  const [sought, setSought] = useState('');
  const searchField = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const list = useRef<HTMLDivElement>(null);
  /** Which of the buttons "Forget" gets the focus when the drafts are next shown: its own is gone then. */
  const focusNext = useRef<number | null>(null);

  useLayoutEffect(() => {
    if (focusNext.current === null) return;
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>('button.forget') ?? [];
    (buttons[Math.min(focusNext.current, buttons.length - 1)] ?? heading.current)?.focus();
    focusNext.current = null;
  }, [drafts]);

  const forget = async (command: Parameters<typeof run>[0], words: string, next: number) => {
    if (!(await run(command))) return;
    setSaid(words);
    focusNext.current = next;
    await reload();
  };
  const forgetDraft = (draft: string, button: HTMLButtonElement) => {
    const buttons = [...(list.current?.querySelectorAll('button.forget') ?? [])];
    return forget(
      () => send('forget-draft', { draft }),
      'Forgotten, with the answers that came from it.',
      buttons.indexOf(button),
    );
  };
  const forgetSite = (origin: string, host: string) =>
    forget(() => send('forget-site-drafts', { origin }), `All drafts from ${host} are forgotten.`, 0);
  const forgetAll = () => forget(() => send('forget-all-drafts', {}), 'All drafts are forgotten.', 0);

  if (!drafts) return null;
  const found = draftsWith(drafts, sought);
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
      <Announcements>
        {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        {refusal === null && said !== '' && <Notice tone="good">{said}</Notice>}
      </Announcements>
      <section class="stack" aria-labelledby="kept">
        <div class="heading-row">
          <h2 id="kept" class="figure" ref={heading} tabIndex={-1}>
            {drafts.length === 0 ? 'No draft is kept' : drafts.length === 1 ? '1 draft' : `${drafts.length} drafts`}
          </h2>
          {drafts.length > 0 && (
            <button type="button" class="danger quiet" disabled={busy} onClick={forgetAll}>
              Forget all drafts
            </button>
          )}
        </div>
        {drafts.length === 0 ? (
          <p>
            <a href="#sites">Choose the sites</a> on which drafts may be kept.
          </p>
        ) : (
          <>
            <div class="field-row">
              <label for={searchField}>Search</label>
              <input
                id={searchField}
                type="search"
                value={sought}
                onInput={(event) => setSought(event.currentTarget.value)}
                autocomplete="off"
                spellcheck={false}
                data-donor-ignore
              />
            </div>
            <p class={sought.trim() === '' ? 'visually-hidden' : 'muted figure'} role="status">
              {sought.trim() !== '' &&
                (found.length === 1 ? '1 draft has these words.' : `${found.length} drafts have these words.`)}
            </p>
            <div ref={list} class="stack-l">
              <Paged key={sought} items={found} of="drafts">
                {(shown) =>
                  draftsBySite(shown).map(({ site, drafts: ofSite }) => (
                    <SiteDrafts
                      key={site}
                      site={site}
                      drafts={ofSite}
                      kept={drafts.filter((draft) => draft.site === site).length}
                      now={now}
                      busy={busy}
                      onForget={forgetDraft}
                      onForgetSite={forgetSite}
                    />
                  ))
                }
              </Paged>
            </div>
          </>
        )}
      </section>
    </>
  );
}
