import { waitingReports } from '../../reports/report-store.ts';
import { readReceipts } from '../device/read-receipts.ts';
import { useStored } from '../device/use-stored.ts';
import { Paged } from '../parts/paged.tsx';
import { receiptsByStudy } from '../words/receipt-words.ts';
import { Export } from './export.tsx';
import { FinishedReport } from './finished-report.tsx';
import { WaitingReport } from './waiting-report.tsx';

export function Receipts() {
  const waiting = useStored(waitingReports, (reports) => reports.map(({ sendAt }) => sendAt));
  const receipts = useStored(readReceipts);
  if (!waiting.value || !receipts.value) return null;
  return (
    <>
      <p class="lead">Every report of this device: what waits, what left, byte for byte, and what you stopped.</p>
      <section class="stack" aria-labelledby="waiting">
        <h2 id="waiting">Waiting</h2>
        {waiting.value.length === 0 ? (
          <p class="muted">No report waits.</p>
        ) : (
          <>
            <p class="muted">
              Vote and answer are shown once the report was sent, not before: if people cancelled some answers more
              often than others, a report that arrives would itself tell something about you.
            </p>
            {waiting.value.map((report) => (
              <WaitingReport
                key={`${report.study} ${report.round}`}
                report={report}
                now={waiting.now}
                onCancelled={async () => {
                  await Promise.all([waiting.reload(), receipts.reload()]);
                }}
              />
            ))}
          </>
        )}
      </section>
      <section class="stack" aria-labelledby="finished">
        <h2 id="finished">Sent, cancelled and refused</h2>
        {receipts.value.length === 0 ? (
          <p class="muted">Nothing yet. The first receipt appears when a report has left or was cancelled.</p>
        ) : (
          <Paged items={receipts.value} of="receipts">
            {(shown) =>
              receiptsByStudy(shown).map((group) => (
                <section key={group.study} class="stack" aria-labelledby={`receipts-${group.study}`}>
                  <h3 id={`receipts-${group.study}`} dir="auto">
                    {group.title}
                  </h3>
                  {group.receipts.map((view) => (
                    <FinishedReport key={view.receipt.round} view={view} />
                  ))}
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
