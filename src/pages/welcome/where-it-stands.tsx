import { say } from '../../language/say.ts';
import { listSites } from '../../sites/site-store.ts';
import type { Database } from '../../storage/database.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useStored } from '../device/use-stored.ts';
import { standingInWords } from '../words/standing.ts';

const readStanding = async (database: Database) => ({
  paused: (await readSettings(database)).paused,
  studies: (await joinedStudies(database)).length,
  sites: (await listSites(database)).length,
});

/** Whether Data Donor is on, and what is missing. */
export function WhereItStands() {
  const { value: standing } = useStored(readStanding);
  return (
    <div class="stack">
      <p class="lead">{standing && standingInWords(standing)}</p>
      {standing && standing.studies > 0 && standing.sites === 0 && (
        <p>
          <a class="button primary" href="../home/index.html#sites">
            {say('welcome_allow_site')}
          </a>
        </p>
      )}
    </div>
  );
}
