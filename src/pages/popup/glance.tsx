import { countDrafts } from '../../drafts/draft-store.ts';
import { waitingReports } from '../../reports/report-store.ts';
import type { Database } from '../../storage/database.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useStored } from '../device/use-stored.ts';
import { dueInWords } from '../words/time.ts';

const readGlance = async (database: Database) => ({
  joined: (await joinedStudies(database)).length,
  drafts: await countDrafts(database),
  waiting: await waitingReports(database),
});

/** The state of the device in three lines. */
export function Glance() {
  const { value, now } = useStored(readGlance, ({ waiting }) => waiting.map(({ sendAt }) => sendAt));
  if (!value) return null;
  return (
    <dl class="glance">
      <div>
        <dt>Studies joined</dt>
        <dd class="figure">{value.joined}</dd>
      </div>
      <div>
        <dt>Drafts kept on this device</dt>
        <dd class="figure">{value.drafts}</dd>
      </div>
      <div>
        <dt>Reports waiting</dt>
        <dd class="figure">{value.waiting.length}</dd>
      </div>
      {value.waiting.map((report) => (
        <div key={report.round} class="glance-report">
          <dt>{report.roundTitle}</dt>
          <dd>
            {dueInWords(report.sendAt, now)} ·{' '}
            <a
              href="../home/index.html#receipts"
              target="_blank"
              aria-label={`See or cancel the report on ${report.roundTitle}`}
              rel="noopener"
            >
              see or cancel
            </a>
          </dd>
        </div>
      ))}
    </dl>
  );
}
