import { useId, useState } from 'preact/hooks';
import { defaultCaps } from '../../../core/privacy/ledger.ts';
import { epsilonInWords, shiftInWords } from '../../../core/words/odds.ts';
import { speaker } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { Settings } from '../../storage/database.ts';
import { largestCap, readSettings } from '../../storage/settings-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';

/** The caps that the volunteer owns (P6); nothing a server says changes them. */
export function Caps() {
  const { value: settings, reload } = useStored(readSettings);
  const { refusal, run } = useCommand();
  const [saved, setSaved] = useState(false);
  if (!settings) return null;
  return (
    <section class="stack" aria-labelledby="caps">
      <h2 id="caps">Your caps</h2>
      <p>
        A round that would go above a cap is skipped. Lower caps give away less and answer fewer rounds; higher caps the
        other way round. A vote of epsilon 1 can shift the odds between any two of your possible answers by at most{' '}
        {shiftInWords(speaker, Math.exp(1))}, one of epsilon 4 by at most {shiftInWords(speaker, Math.exp(4))}. No study
        and no server can change your caps.
      </p>
      <CapsForm
        key={`${settings.capPerReport} ${settings.capWindow}`}
        settings={settings}
        saved={saved}
        refusal={refusal}
        onEdit={() => setSaved(false)}
        onSave={async (caps) => {
          setSaved((await run(() => send('set-caps', caps))) !== undefined);
          await reload();
        }}
      />
    </section>
  );
}

/** A cap as typed: a number from 0 to the largest cap; undefined otherwise. */
const typedCap = (text: string): number | undefined => {
  const cap = Number(text.replace(',', '.'));
  return text.trim() !== '' && cap >= 0 && cap <= largestCap ? cap : undefined;
};

interface FormProps {
  readonly settings: Settings;
  readonly saved: boolean;
  readonly refusal: string | null;
  /** What is typed is no longer what was saved. */
  onEdit(): void;
  onSave(caps: Pick<Settings, 'capPerReport' | 'capWindow'>): Promise<void>;
}

function CapsForm({ settings, saved, refusal, onEdit, onSave }: FormProps) {
  const fields = useId();
  const [perReport, setPerReport] = useState(epsilonInWords(speaker, settings.capPerReport));
  const [inWindow, setInWindow] = useState(epsilonInWords(speaker, settings.capWindow));
  const [malformed, setMalformed] = useState(false);
  const capPerReport = typedCap(perReport);
  const capWindow = typedCap(inWindow);
  const save = async (event: Event) => {
    event.preventDefault();
    const wellFormed = capPerReport !== undefined && capWindow !== undefined;
    setMalformed(!wellFormed);
    if (wellFormed) await onSave({ capPerReport, capWindow });
    else onEdit();
  };
  const aboveDefault = (capPerReport ?? 0) > defaultCaps.perReport || (capWindow ?? 0) > defaultCaps.window;
  return (
    <form class="stack" onSubmit={save} noValidate>
      <div class="field-pair">
        <div class="stack-s">
          <label for={`${fields}-report`}>For one report</label>
          <input
            id={`${fields}-report`}
            inputMode="decimal"
            value={perReport}
            onInput={(event) => {
              setPerReport(event.currentTarget.value);
              onEdit();
            }}
            aria-describedby={`${fields}-report-default`}
            autocomplete="off"
          />
          <p id={`${fields}-report-default`} class="muted small">
            Default {defaultCaps.perReport}
          </p>
        </div>
        <div class="stack-s">
          <label for={`${fields}-window`}>For all reports in 30 days</label>
          <input
            id={`${fields}-window`}
            inputMode="decimal"
            value={inWindow}
            onInput={(event) => {
              setInWindow(event.currentTarget.value);
              onEdit();
            }}
            aria-describedby={`${fields}-window-default`}
            autocomplete="off"
          />
          <p id={`${fields}-window-default`} class="muted small">
            Default {defaultCaps.window}
          </p>
        </div>
      </div>
      <Announcements>
        {aboveDefault && (
          <Notice tone="warning">
            Above the defaults, votes hide your answers less well than Data Donor recommends. Raise a cap only for a
            study you trust.
          </Notice>
        )}
        {malformed && (
          <Notice tone="problem">
            A cap is a number from 0 to {largestCap}, such as 4. With 0, nothing is answered.
          </Notice>
        )}
        {refusal !== null && <Notice tone="problem">{refusal}</Notice>}
        {saved && !malformed && <Notice tone="good">Your caps are saved.</Notice>}
      </Announcements>
      <div class="actions">
        <button type="submit">Save caps</button>
      </div>
    </form>
  );
}
