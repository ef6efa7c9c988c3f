import { useState } from 'preact/hooks';
import { say } from '../../language/say.ts';
import { exportReports } from '../device/export-reports.ts';
import { openStores } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';

/** Saves a document that exists only on this device as a file; nothing is requested. */
function saveAs(name: string, document: string): void {
  const address = URL.createObjectURL(new Blob([document], { type: 'application/json' }));
  const link = window.document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Hands the volunteer all that the extension knows about her reports. */
export function Export() {
  const [outcome, setOutcome] = useState<'saved' | 'failed' | null>(null);
  const save = async () => {
    setOutcome(null);
    try {
      const now = Date.now();
      const day = new Date(now).toISOString().slice(0, 10);
      saveAs(`data-donor-reports-${day}.json`, await exportReports(await openStores(), now));
      setOutcome('saved');
    } catch {
      setOutcome('failed');
    }
  };
  return (
    <section class="stack" aria-labelledby="export">
      <h2 id="export">{say('home_export')}</h2>
      <p>{say('home_export_text')}</p>
      <div class="actions">
        <button type="button" onClick={save}>
          {say('home_export_save')}
        </button>
      </div>
      <Announcements>
        {outcome === 'saved' && <Notice tone="good">{say('home_export_saved')}</Notice>}
        {outcome === 'failed' && <Notice tone="problem">{say('home_export_failed')}</Notice>}
      </Announcements>
    </section>
  );
}
