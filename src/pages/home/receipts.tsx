import { useRef, useState } from 'preact/hooks';
import { say } from '../../language/say.ts';
import { waitingReports } from '../../reports/report-store.ts';
import type { Database } from '../../storage/database.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { readReceipts } from '../device/read-receipts.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Paged } from '../parts/paged.tsx';
import { Quoted } from '../parts/quoted.tsx';
import { receiptsByStudy } from '../words/receipt-words.ts';
import { Export } from './export.tsx';
import { FinishedReport } from './finished-report.tsx';
import { WaitingReport } from './waiting-report.tsx';

const readWaiting = async (database: Database) => {
  const [reports, { paused }] = await Promise.all([waitingReports(database), readSettings(database)]);
  return { reports, paused };
};

const momentsOfWaiting = ({ reports }: Awaited<ReturnType<typeof readWaiting>>) => reports.map(({ sendAt }) => sendAt);

export function Receipts() {
  const { value: waiting, now, reload } = useStored(readWaiting, momentsOfWaiting);
  const receipts = useStored(readReceipts);
  const [said, setSaid] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  if (!waiting || !receipts.value) return null;
  const onCancelled = async (words: string) => {
    await Promise.all([reload(), receipts.reload()]);
    setSaid(words);
    heading.current?.focus();
  };
  return (
    <>
      <p class="lead">{say('home_receipts_lead')}</p>
      <section class="stack" aria-labelledby="waiting">
        <h2 id="waiting" ref={heading} tabIndex={-1}>
          {say('home_waiting')}
        </h2>
        <Announcements>{said !== '' && <Notice tone="good">{said}</Notice>}</Announcements>
        {waiting.reports.length === 0 ? (
          <p class="muted">{say('home_waiting_none')}</p>
        ) : (
          <>
            <p class="muted">{say('home_waiting_hidden')}</p>
            <Paged items={waiting.reports} of="reports">
              {(shown) =>
                shown.map((report) => (
                  <WaitingReport
                    key={`${report.study} ${report.round}`}
                    report={report}
                    paused={waiting.paused}
                    now={now}
                    onCancelled={onCancelled}
                  />
                ))
              }
            </Paged>
          </>
        )}
      </section>
      <section class="stack" aria-labelledby="finished">
        <h2 id="finished">{say('home_finished')}</h2>
        {receipts.value.length === 0 ? (
          <p class="muted">{say('home_finished_none')}</p>
        ) : (
          <Paged items={receipts.value} of="receipts">
            {(shown) =>
              receiptsByStudy(shown).map((group) => (
                <section key={group.study} class="stack-s" aria-labelledby={`receipts-${group.study}`}>
                  <h3 id={`receipts-${group.study}`}>
                    <Quoted words={group.title} />
                  </h3>
                  <ol class="rows receipts">
                    {group.receipts.map((view) => (
                      <FinishedReport key={view.receipt.round} view={view} />
                    ))}
                  </ol>
                </section>
              ))
            }
          </Paged>
        )}
      </section>
      <Export />
    </>
  );
}
