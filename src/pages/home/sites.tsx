import { useId, useState } from 'preact/hooks';
import { send } from '../../messages.ts';
import { listSiteKeepings } from '../../sites/last-kept.ts';
import type { Database } from '../../storage/database.ts';
import { askToAllowSite } from '../device/ask-to-allow-site.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { keepingInWords, momentsOfKeeping } from '../words/keeping.ts';
import { hostInWords, typedOrigin } from '../words/origins.ts';

const readSites = (database: Database) => listSiteKeepings(database, Date.now());

export function Sites() {
  const { value: sites, now, reload } = useStored(readSites, momentsOfKeeping);
  const { busy, refusal, run } = useCommand();
  const remove = async (origin: string) => {
    await run(() => send('remove-site', { origin }));
    await reload();
  };
  return (
    <>
      <p class="lead">Drafts are kept only on the sites you list here, and nowhere else.</p>
      <section class="stack" aria-labelledby="allowed">
        <h2 id="allowed">Allowed sites</h2>
        {sites?.length === 0 && <p class="muted">None yet, so nothing you type is kept.</p>}
        {sites && sites.length > 0 && (
          <ul class="rows">
            {sites.map((site) => (
              <li key={site.origin}>
                <div>
                  <code>{site.origin}</code>
                  <p class="muted small">{keepingInWords(site, now)}</p>
                </div>
                <button
                  type="button"
                  class="quiet"
                  disabled={busy}
                  onClick={() => remove(site.origin)}
                  aria-label={`Remove ${hostInWords(site.origin)}`}
                >
                  Remove
                </button>
              </li>
            ))}
          </ul>
        )}
        <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
        <p class="muted small">
          Removing a site stops keeping drafts there and gives back the permission. Drafts already kept stay under
          Drafts until you forget them.
        </p>
      </section>
      <AddSite onAdded={reload} />
      <section class="stack" aria-labelledby="never">
        <h2 id="never">Never kept, also on allowed sites</h2>
        <p>
          Fields for passwords, one-time codes, payment, addresses and other personal data; code editors; private
          windows; text with a card number, an account number or a secret key in it; and words that are not your own:
          quoted, filled in by the page, or pasted. When in doubt, a text is not kept.
        </p>
        <p>
          <a href="../try-it/index.html" target="_blank" rel="noopener">
            Try it
          </a>
          : type into every kind of field and see what would be kept, and why not.
        </p>
      </section>
    </>
  );
}

function AddSite({ onAdded }: { onAdded(): Promise<void> }) {
  const field = useId();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { busy, refusal, run } = useCommand();
  const add = async (event: Event) => {
    event.preventDefault();
    const origin = typedOrigin(typed);
    if (origin === undefined) {
      setProblem('This is not the address of a web site. Type one such as mail.example or https://mail.example.');
      return;
    }
    const allowing = askToAllowSite(origin);
    setProblem(null);
    if (await run(() => allowing)) setTyped('');
    await onAdded();
  };
  const complaint = problem ?? refusal;
  return (
    <form class="stack-s" onSubmit={add} noValidate aria-labelledby={`${field}-heading`}>
      <h2 id={`${field}-heading`}>Add a site</h2>
      <label for={field}>Address of the site</label>
      <div class="field-row">
        <input
          id={field}
          type="url"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          placeholder="https://mail.example"
          aria-describedby={`${field}-help`}
          aria-invalid={problem !== null}
          autocomplete="off"
          spellcheck={false}
        />
        <button type="submit" disabled={busy}>
          Allow this site
        </button>
      </div>
      <p
        id={`${field}-help`}
        class={complaint === null ? 'muted small' : 'field-problem'}
        role={complaint ? 'alert' : undefined}
      >
        {complaint ?? 'Your browser asks you for the permission next.'}
      </p>
    </form>
  );
}
