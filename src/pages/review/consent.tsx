import { useRef } from 'preact/hooks';
import type { StudyId } from '../../../core/ids.ts';
import { summarise } from '../../../core/privacy/ledger.ts';
import { kindOf, type SignedStudy } from '../../../core/protocol/study.ts';
import { InShort } from '../../../look/in-short.tsx';
import { hasDataCollection, requestDataCollection } from '../../browser.ts';
import { say, speaker, tell } from '../../language/say.ts';
import { listCharges } from '../../ledger/ledger-store.ts';
import { send } from '../../messages.ts';
import { refused } from '../../refusal.ts';
import type { Database } from '../../storage/database.ts';
import { capsOf, readSettings } from '../../storage/settings-store.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Notice } from '../parts/notice.tsx';
import { Quoted } from '../parts/quoted.tsx';
import { hostInWords } from '../words/origins.ts';
import { dateInWords } from '../words/time.ts';
import { ConsentDetails } from './consent-details.tsx';
import { Decision } from './decision.tsx';
import { ResearchersWords } from './researchers-words.tsx';
import { useGranted } from './use-granted.ts';
import { Verify } from './verify.tsx';

interface Props {
  readonly id: StudyId;
  readonly server: string;
  readonly signed: SignedStudy;
  onDecided(decision: 'joined' | 'declined'): void;
}

const readLimits = async (database: Database) => {
  const summary = summarise(await listCharges(database), Date.now());
  return {
    caps: capsOf(await readSettings(database)),
    spent: 'unreadable' in summary ? undefined : summary.window,
    joined: await joinedStudies(database),
  };
};

/** The study in layers: in short, in the researchers' own words, in full, and what there is to verify. */
export function Consent({ id, server, signed, onDecided }: Props) {
  const study = signed.document;
  const { value: device } = useStored(readLimits);
  const collects = useGranted(hasDataCollection);
  const { busy, refusal, run } = useCommand();
  const decision = useRef<HTMLHeadingElement>(null);
  const host = hostInWords(server);
  const corrected = study.format === 'data-donor/study/2' ? study.corrects?.study : undefined;
  const earlier = device?.joined.find((record) => record.id === corrected)?.signed.document;

  const accept = async () => {
    if (busy) return;
    // Firefox grants this only inside the click: nothing may be awaited before this line.
    const permission = requestDataCollection();
    const joined = await run(async () => {
      if (!(await permission)) return refused('reason_join_no_data_collection');
      return send('join-study', { study: id, server });
    });
    if (joined) onDecided('joined');
  };
  const decline = async () => {
    if (await run(() => send('decline-study', { study: id }))) onDecided('declined');
  };
  const goToDecision = () => {
    decision.current?.scrollIntoView({ block: 'start' });
    decision.current?.focus({ preventScroll: true });
  };

  return (
    <article class="stack-l">
      <header class="stack">
        <p class="eyebrow">{tell('review_study_at', { host: <bdi>{host}</bdi> })}</p>
        <h1 tabIndex={-1}>{say('review_take_part')}</h1>
        <p class="lead">{tell('review_calls_itself', { title: <Quoted words={study.title} /> })}</p>
        <Notice tone="good">{tell('review_fetched', { host: <bdi>{host}</bdi> })}</Notice>
        {kindOf(study) === 'demo' && <Notice>{say('review_demo')}</Notice>}
        {earlier && <Notice>{tell('review_replaces', { title: <Quoted words={earlier.title} /> })}</Notice>}
      </header>
      {device && (
        <>
          <InShort
            speaker={speaker}
            study={study}
            whose={say('review_short_whose')}
            host={host}
            caps={device.caps}
            spent={device.spent}
            endsOn={dateInWords(Date.parse(study.endsAt))}
          >
            <div class="actions">
              <button type="button" onClick={goToDecision}>
                {say('review_to_decision')}
              </button>
            </div>
          </InShort>
          <ResearchersWords study={study} />
          <ConsentDetails study={study} caps={device.caps} host={host} />
          <Verify server={server} study={id} publicKey={study.publicKey} checked />
          <Decision
            host={host}
            busy={busy}
            refusal={refusal}
            browserAsks={collects === false}
            heading={decision}
            onAccept={accept}
            onDecline={decline}
          />
        </>
      )}
    </article>
  );
}
