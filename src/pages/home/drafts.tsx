import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { listDrafts, mostDrafts } from '../../drafts/draft-store.ts';
import type { Forgotten } from '../../drafts/forgetting.ts';
import { say, tell } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { Refusal } from '../../refusal.ts';
import { readMark } from '../../storage/capture-epoch.ts';
import type { Database } from '../../storage/database.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Paged } from '../parts/paged.tsx';
import { draftsBySite, draftsWith } from '../words/found-drafts.ts';
import { SiteDrafts } from './site-drafts.tsx';
import { useUndo } from './use-undo.ts';

const readDrafts = async (database: Database) => ({
  drafts: await listDrafts(database, Date.now()),
  mark: await readMark(database),
});

const momentsOfDrafts = ({ drafts }: Awaited<ReturnType<typeof readDrafts>>) => drafts.map(({ editedAt }) => editedAt);

export function Drafts() {
  const { value, now, reload } = useStored(readDrafts, momentsOfDrafts);
  const { busy, refusal, run } = useCommand();
  const { held, hold, drop } = useUndo(value?.mark, busy);
  const [said, setSaid] = useState('');
  const [sought, setSought] = useState('');
  const searchField = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const list = useRef<HTMLDivElement>(null);
  /**
   * Which of the buttons "Forget" gets the focus when the drafts are next shown, as its own is gone then; "heading"
   * after an undo.
   */
  const focusNext = useRef<number | 'heading' | null>(null);
  const drafts = value?.drafts;

  useLayoutEffect(() => {
    const next = focusNext.current;
    if (next === null) return;
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>('button.forget') ?? [];
    const button = next === 'heading' ? undefined : buttons[Math.min(next, buttons.length - 1)];
    (button ?? heading.current)?.focus();
    focusNext.current = null;
  }, [drafts]);

  type Forgetting = () => Promise<({ ok: true } & Forgotten) | Refusal>;
  const forget = async (command: Forgetting, words: string, next: number) => {
    const gone = await run(command);
    if (!gone) return;
    hold(gone);
    setSaid(gone.drafts.length < gone.count ? `${words} ${say('home_forgot_for_good')}` : words);
    focusNext.current = next;
    await reload();
  };
  const forgetDraft = (draft: string, button: HTMLButtonElement) => {
    const buttons = [...(list.current?.querySelectorAll('button.forget') ?? [])];
    return forget(() => send('forget-draft', { draft }), say('home_forgot_one'), buttons.indexOf(button));
  };
  const forgetSite = (origin: string, host: string) =>
    forget(() => send('forget-site-drafts', { origin }), say('home_forgot_site', { host }), 0);
  const forgetAll = () => forget(() => send('forget-all-drafts', {}), say('home_forgot_all'), 0);
  const undo = async () => {
    if (!held) return;
    const restored = await run(() => send('restore-drafts', { drafts: held.drafts, since: held.after }));
    drop();
    setSaid(restored ? say('home_undone', { count: restored.count, all: held.drafts.length }) : '');
    focusNext.current = 'heading';
    await reload();
  };
  const undoByKey = useRef(undo);
  undoByKey.current = undo;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement;
      if (typing || event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      void undoByKey.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  if (!drafts) return null;
  const found = draftsWith(drafts, sought);
  return (
    <>
      <div class="stack">
        <p class="lead">{say('home_drafts_lead', { most: mostDrafts })}</p>
        <p class="muted">{say('home_drafts_forgetting')}</p>
      </div>
      <div class={held ? 'undo' : undefined}>
        <Announcements>
          {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
          {refusal === null && said !== '' && (
            <Notice tone="good">
              <p>{said}</p>
              {held && <p class="small">{say('home_undo_until', { count: held.drafts.length })}</p>}
            </Notice>
          )}
        </Announcements>
        {held && (
          <button type="button" aria-disabled={busy} aria-keyshortcuts="Control+Z Meta+Z" onClick={undo}>
            {say('home_undo')}
          </button>
        )}
      </div>
      <section class="stack" aria-labelledby="kept">
        <div class="heading-row">
          <h2 id="kept" class="figure" ref={heading} tabIndex={-1}>
            {say('home_drafts_kept', { count: drafts.length })}
          </h2>
          {drafts.length > 0 && (
            <button type="button" class="danger quiet" aria-disabled={busy} onClick={forgetAll}>
              {say('home_forget_all')}
            </button>
          )}
        </div>
        {drafts.length === 0 ? (
          <p>{tell('home_drafts_none', { sites: (words) => <a href="#sites">{words}</a> })}</p>
        ) : (
          <>
            <div class="field-row">
              <label for={searchField}>{say('home_search')}</label>
              <input
                id={searchField}
                type="search"
                value={sought}
                onInput={(event) => setSought(event.currentTarget.value)}
                autocomplete="off"
                spellcheck={false}
                dir="auto"
                data-donor-ignore
              />
            </div>
            <p class={sought.trim() === '' ? 'visually-hidden' : 'muted figure'} role="status">
              {sought.trim() !== '' && say('home_found', { count: found.length })}
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
