import { useId, useState } from 'preact/hooks';
import { defaultCaps } from '../../../core/privacy/ledger.ts';
import { epsilonInWords, shiftInWords } from '../../../core/words/odds.ts';
import { say, speaker } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { Settings } from '../../storage/database.ts';
import { largestCap, readSettings } from '../../storage/settings-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';

/** The caps that the volunteer owns (P6); nothing a server says changes them. */
export function Caps() {
  const { value: settings, reload } = useStored(readSettings);
  if (!settings) return null;
  return (
    <section class="stack" aria-labelledby="caps">
      <h2 id="caps">{say('home_caps')}</h2>
      <p>{say('home_caps_text')}</p>
      <p class="muted">
        {say('home_caps_meaning', {
          one: shiftInWords(speaker, Math.exp(1)),
          four: shiftInWords(speaker, Math.exp(4)),
        })}
      </p>
      <CapsForm settings={settings} onSaved={reload} />
    </section>
  );
}

/** A cap as typed: a number from 0 to the largest cap; undefined otherwise. */
const typedCap = (text: string): number | undefined => {
  const cap = Number(text.replace(',', '.'));
  return text.trim() !== '' && cap >= 0 && cap <= largestCap ? cap : undefined;
};

interface Typed {
  readonly perReport: string;
  readonly window: string;
}

interface FormProps {
  readonly settings: Settings;
  onSaved(): Promise<void>;
}

function CapsForm({ settings, onSaved }: FormProps) {
  const fields = useId();
  const { busy, refusal, run } = useCommand();
  /** What is typed and not saved; null while the fields show what is stored. */
  const [edited, setEdited] = useState<Typed | null>(null);
  const [outcome, setOutcome] = useState<'saved' | 'malformed' | null>(null);
  const stored = {
    perReport: epsilonInWords(speaker, settings.capPerReport),
    window: epsilonInWords(speaker, settings.capWindow),
  };
  const shown = edited ?? stored;
  const capPerReport = typedCap(shown.perReport);
  const capWindow = typedCap(shown.window);
  const edit = (change: Partial<Typed>) => {
    setEdited({ ...shown, ...change });
    setOutcome(null);
  };
  const save = async (event: Event) => {
    event.preventDefault();
    if (capPerReport === undefined || capWindow === undefined) {
      setOutcome('malformed');
      return;
    }
    if (!(await run(() => send('set-caps', { capPerReport, capWindow })))) return;
    await onSaved();
    setOutcome('saved');
    // What was typed while it was being saved is not saved.
    setEdited((now) => (now === edited ? null : now));
  };
  const aboveDefault = (capPerReport ?? 0) > defaultCaps.perReport || (capWindow ?? 0) > defaultCaps.window;
  return (
    <form class="stack" onSubmit={save} noValidate>
      <div class="field-pair">
        {(['perReport', 'window'] as const).map((cap) => (
          <div key={cap} class="stack-s">
            <label for={`${fields}-${cap}`}>{say(cap === 'window' ? 'home_caps_window' : 'home_caps_report')}</label>
            <input
              id={`${fields}-${cap}`}
              inputMode="decimal"
              value={shown[cap]}
              onInput={(event) => edit({ [cap]: event.currentTarget.value })}
              aria-describedby={`${fields}-${cap}-default`}
              aria-invalid={outcome === 'malformed' && typedCap(shown[cap]) === undefined}
              autocomplete="off"
            />
            <p id={`${fields}-${cap}-default`} class="muted small">
              {say('home_caps_default', { cap: defaultCaps[cap] })}
            </p>
          </div>
        ))}
      </div>
      <Announcements>
        {aboveDefault && <Notice tone="warning">{say('home_caps_above')}</Notice>}
        {outcome === 'malformed' && (
          <Notice tone="problem">{say('home_caps_malformed', { largest: largestCap })}</Notice>
        )}
        {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        {outcome === 'saved' && edited === null && <Notice tone="good">{say('home_caps_saved')}</Notice>}
        {outcome === null && edited !== null && <p class="muted">{say('home_caps_unsaved')}</p>}
      </Announcements>
      <div class="actions">
        <button type="submit" aria-disabled={busy}>
          {say('home_caps_save')}
        </button>
      </div>
    </form>
  );
}
