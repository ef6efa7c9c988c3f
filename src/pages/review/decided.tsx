import { promptWords } from '../../browser.ts';
import { say, tell } from '../../language/say.ts';
import { listSites } from '../../sites/site-store.ts';
import type { Database } from '../../storage/database.ts';
import { readSettings } from '../../storage/settings-store.ts';
import { useStored } from '../device/use-stored.ts';
import { Notice } from '../parts/notice.tsx';
import { Quoted } from '../parts/quoted.tsx';
import { hostInWords } from '../words/origins.ts';

interface Props {
  readonly decision: 'joined' | 'declined';
  readonly title: string;
  readonly server: string;
}

/** What the decision did, and what comes next. */
export const Decided = ({ decision, title, server }: Props) =>
  decision === 'joined' ? <Joined title={title} /> : <Declined title={title} host={hostInWords(server)} />;

const readStanding = async (database: Database) => ({
  sites: (await listSites(database)).length,
  paused: (await readSettings(database)).paused,
});

function Joined({ title }: { readonly title: string }) {
  const { value: device } = useStored(readStanding);
  return (
    <section class="stack">
      <h1 tabIndex={-1}>{tell('review_joined', { title: <Quoted words={title} /> })}</h1>
      {promptWords === 'firefox' && <p>{say('review_joined_granted')}</p>}
      {device?.paused && <Notice tone="warning">{say('review_joined_paused')}</Notice>}
      {device?.sites === 0 && (
        <>
          <p class="lead">{say('review_joined_next')}</p>
          <p>{say('review_joined_how')}</p>
        </>
      )}
      {device && device.sites > 0 && !device.paused && <p>{say('review_joined_sites', { sites: device.sites })}</p>}
      {device?.paused === false && (
        <p>{tell('review_joined_then', { studies: (words) => <a href="../home/index.html#studies">{words}</a> })}</p>
      )}
      <div class="actions">
        <a class="button primary" href="../home/index.html#sites">
          {say('review_choose_sites')}
        </a>
        <a class="button" href="../home/index.html#studies">
          {say('review_see_studies')}
        </a>
      </div>
    </section>
  );
}

const Declined = ({ title, host }: { readonly title: string; readonly host: string }) => (
  <section class="stack">
    <h1 tabIndex={-1}>{tell('review_declined', { title: <Quoted words={title} /> })}</h1>
    <p class="lead">{say('review_declined_sent')}</p>
    <p>{tell('review_declined_what', { host: <bdi>{host}</bdi> })}</p>
  </section>
);
