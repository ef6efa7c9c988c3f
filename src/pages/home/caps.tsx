import { useId, useState } from 'preact/hooks';
import { defaultCaps } from '../../../core/privacy/ledger.ts';
import type { Settings } from '../../storage/database.ts';
import { changeSettings, readSettings } from '../../storage/settings-store.ts';
import { openDevice, useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { epsilonInWords, shiftInWords } from '../words/odds.ts';

/** The caps that the volunteer owns (P6); nothing a server says changes them. */
export function Caps() {
  const { value: settings, reload } = useStored(readSettings);
  const [saved, setSaved] = useState(false);
  if (!settings) return null;
  return (
    <section class="stack" aria-labelledby="caps">
      <h2 id="caps">Your caps</h2>
      <p>
        A round that would go above a cap is skipped. Lower caps give away less and answer fewer rounds; higher caps the
        other way round. A vote of epsilon 1 can shift the odds between any two of your possible answers by at most{' '}
        {shiftInWords(Math.exp(1))}, one of epsilon 4 by at most {shiftInWords(Math.exp(4))}. No study and no server can
        change your caps.
      </p>
      <CapsForm
        key={`${settings.capPerReport} ${settings.capWindow}`}
        settings={settings}
        saved={saved}
        onSave={async (caps) => {
          if (caps) await changeSettings(await openDevice(), caps);
          setSaved(caps !== null);
          await reload();
        }}
      />
    </section>
  );
}

/** A cap as typed: a number from 0 to 1000; undefined otherwise. */
const typedCap = (text: string): number | undefined => {
  const cap = Number(text.replace(',', '.'));
  return text.trim() !== '' && cap >= 0 && cap <= 1000 ? cap : undefined;
};

interface FormProps {
  readonly settings: Settings;
  readonly saved: boolean;
  /** Stores the caps; null when what was typed is no cap. */
  onSave(caps: Pick<Settings, 'capPerReport' | 'capWindow'> | null): Promise<void>;
}

function CapsForm({ settings, saved, onSave }: FormProps) {
  const fields = useId();
  const [perReport, setPerReport] = useState(epsilonInWords(settings.capPerReport));
  const [inWindow, setInWindow] = useState(epsilonInWords(settings.capWindow));
  const [malformed, setMalformed] = useState(false);
  const capPerReport = typedCap(perReport);
  const capWindow = typedCap(inWindow);
  const save = async (event: Event) => {
    event.preventDefault();
    const caps = capPerReport === undefined || capWindow === undefined ? null : { capPerReport, capWindow };
    setMalformed(caps === null);
    await onSave(caps);
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
            onInput={(event) => setPerReport(event.currentTarget.value)}
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
            onInput={(event) => setInWindow(event.currentTarget.value)}
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
          <Notice tone="problem">A cap is a number from 0 to 1000, such as 4. With 0, nothing is answered.</Notice>
        )}
        {saved && !malformed && <Notice tone="good">Your caps are saved.</Notice>}
      </Announcements>
      <div class="actions">
        <button type="submit">Save caps</button>
      </div>
    </form>
  );
}
