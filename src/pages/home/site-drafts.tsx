import { useState } from 'preact/hooks';
import { say } from '../../language/say.ts';
import type { Draft } from '../../storage/database.ts';
import { hostInWords } from '../words/origins.ts';
import { agoInWords, momentInWords } from '../words/time.ts';

/** Longer texts, and those with more lines, are cut to three lines until their volunteer asks for the rest. */
const shortText = 240;
const shortLines = 3;

interface Props {
  readonly site: string;
  /** Those that are shown, newest first. */
  readonly drafts: readonly Draft[];
  /** Number of all drafts of the site. */
  readonly kept: number;
  readonly now: number;
  readonly busy: boolean;
  onForget(draft: string, button: HTMLButtonElement): void;
  onForgetSite(site: string, host: string): void;
}

/** Drafts of one site. */
export function SiteDrafts({ site, drafts, kept, now, busy, onForget, onForgetSite }: Props) {
  const host = hostInWords(site);
  const heading = `site-${site}`;
  return (
    <section class="stack-s" aria-labelledby={heading}>
      <div class="heading-row">
        <h3 id={heading}>
          <bdi>{host}</bdi> <span class="muted figure">{kept}</span>
        </h3>
        <button
          type="button"
          class="quiet"
          aria-disabled={busy}
          aria-describedby={heading}
          onClick={() => onForgetSite(site, host)}
        >
          {say('home_forget_site')}
        </button>
      </div>
      <ol class="rows rows-drafts">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <div>
              <DraftText draft={draft} />
              <p class="muted small">
                <span title={momentInWords(draft.editedAt)}>{agoInWords(draft.editedAt, now)}</span>
              </p>
            </div>
            <button
              type="button"
              class="quiet forget"
              aria-disabled={busy}
              aria-describedby={`draft-${draft.id}`}
              onClick={(event) => onForget(draft.id, event.currentTarget)}
            >
              {say('home_forget')}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function DraftText({ draft: { id, text } }: { readonly draft: Draft }) {
  const [whole, setWhole] = useState(false);
  const isLong = text.length > shortText || text.split('\n').length > shortLines;
  return (
    <>
      <p id={`draft-${id}`} class={isLong && !whole ? 'draft-text draft-text-cut' : 'draft-text'} dir="auto">
        {text}
      </p>
      {isLong && (
        <button type="button" class="link-button small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {say(whole ? 'home_draft_less' : 'home_draft_whole')}
        </button>
      )}
    </>
  );
}
