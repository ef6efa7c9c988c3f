import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say, tell } from '../../language/say.ts';
import { send } from '../../messages.ts';
import { listSiteKeepings } from '../../sites/last-kept.ts';
import type { Database } from '../../storage/database.ts';
import { askToAllowSite } from '../device/ask-to-allow-site.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Paged } from '../parts/paged.tsx';
import { keepingInWords, momentsOfKeeping } from '../words/keeping.ts';
import { hostInWords, typedOrigin } from '../words/origins.ts';

const readSites = (database: Database) => listSiteKeepings(database, Date.now());

export function Sites() {
  const { value: sites, now, reload } = useStored(readSites, momentsOfKeeping);
  const { busy, refusal, run } = useCommand();
  const [removed, setRemoved] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const list = useRef<HTMLUListElement>(null);
  /** Which of the buttons "Remove" in sight gets the focus when the sites are next shown: its own is gone then. */
  const focusNext = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (focusNext.current === null) return;
    const buttons = list.current?.querySelectorAll('button') ?? [];
    (buttons[Math.min(focusNext.current, buttons.length - 1)] ?? heading.current)?.focus();
    focusNext.current = null;
  }, [sites]);
  const remove = async (origin: string, place: number) => {
    if (!(await run(() => send('remove-site', { origin })))) return;
    setRemoved(hostInWords(origin));
    focusNext.current = place;
    await reload();
  };
  return (
    <>
      <p class="lead">{say('home_sites_lead')}</p>
      <section class="stack" aria-labelledby="allowed">
        <h2 id="allowed" ref={heading} tabIndex={-1}>
          {say('home_sites_allowed')}
        </h2>
        {sites?.length === 0 && <p class="muted">{say('home_sites_none')}</p>}
        {sites && sites.length > 0 && (
          <Paged items={sites} of="sites">
            {(shown) => (
              <ul class="rows" ref={list}>
                {shown.map((site, place) => (
                  <li key={site.origin}>
                    <div>
                      <code>{site.origin}</code>
                      <p class="muted small">{keepingInWords(site, now)}</p>
                    </div>
                    <button
                      type="button"
                      class="quiet"
                      aria-disabled={busy}
                      onClick={() => remove(site.origin, place)}
                      aria-label={say('home_sites_remove_site', { host: hostInWords(site.origin) })}
                    >
                      {say('home_sites_remove')}
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </Paged>
        )}
        <Announcements>
          {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
          {refusal === null && removed !== '' && (
            <Notice tone="good">{tell('home_sites_removed', { host: <bdi>{removed}</bdi> })}</Notice>
          )}
        </Announcements>
        <p class="muted small">{say('home_sites_removing')}</p>
      </section>
      <AddSite onAdded={reload} />
      <section class="stack" aria-labelledby="never">
        <h2 id="never">{say('home_sites_never')}</h2>
        <p>{say('home_sites_never_text')}</p>
        <p>
          {tell('home_sites_try', {
            try: (words) => (
              <a href="../try-it/index.html" target="_blank" rel="noopener">
                {words}
              </a>
            ),
          })}
        </p>
      </section>
    </>
  );
}

function AddSite({ onAdded }: { onAdded(): Promise<void> }) {
  const field = useId();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [allowed, setAllowed] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const { busy, refusal, run } = useCommand();
  const add = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const origin = typedOrigin(typed);
    setAllowed('');
    if (origin === undefined) {
      setProblem(say('home_sites_malformed'));
      input.current?.focus();
      return;
    }
    const allowing = askToAllowSite(origin);
    setProblem(null);
    if (await run(() => allowing)) {
      setTyped('');
      setAllowed(hostInWords(origin));
    }
    await onAdded();
    input.current?.focus();
  };
  const complaint = problem ?? refusal;
  return (
    <form class="stack-s" onSubmit={add} noValidate aria-labelledby={`${field}-heading`}>
      <h2 id={`${field}-heading`}>{say('home_sites_add')}</h2>
      <label for={field}>{say('home_sites_address')}</label>
      <div class="field-row">
        <input
          ref={input}
          id={field}
          type="url"
          dir="ltr"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          placeholder="https://mail.example"
          aria-describedby={`${field}-help`}
          aria-invalid={problem !== null}
          autocomplete="off"
          spellcheck={false}
        />
        <button type="submit" aria-disabled={busy}>
          {say('home_sites_allow')}
        </button>
      </div>
      <p
        id={`${field}-help`}
        class={complaint === null ? 'muted small' : 'field-problem'}
        role={complaint ? 'alert' : undefined}
      >
        {complaint ?? say('home_sites_asks')}
      </p>
      <Announcements>
        {allowed !== '' && complaint === null && (
          <Notice tone="good">{tell('home_sites_added', { host: <bdi>{allowed}</bdi> })}</Notice>
        )}
      </Announcements>
    </form>
  );
}
