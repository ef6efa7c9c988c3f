import { countDrafts } from '../../drafts/draft-store.ts';
import { say } from '../../language/say.ts';
import { countWaiting } from '../../reports/report-store.ts';
import type { Database } from '../../storage/database.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useStored } from '../device/use-stored.ts';

const readGlance = async (database: Database) =>
  [
    ['popup_figure_studies', (await joinedStudies(database)).length],
    ['popup_figure_drafts', await countDrafts(database)],
    ['popup_figure_waiting', await countWaiting(database)],
  ] as const;

/** The state of the device in three figures. */
export function Glance() {
  const { value } = useStored(readGlance);
  if (!value) return null;
  return (
    <dl class="glance">
      {value.map(([key, count]) => (
        <div key={key}>
          <dt>{say(key)}</dt>
          <dd class="figure">{say('popup_figure', { count })}</dd>
        </div>
      ))}
    </dl>
  );
}
