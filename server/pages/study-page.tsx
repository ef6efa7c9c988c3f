import { kindOf } from '../../core/protocol/study.ts';
import type { StudyMapState } from '../evolution/study-maps.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import { DensityMap } from './density-map.tsx';
import { Page } from './layout.tsx';
import { LogHead } from './log-head.tsx';
import { answersOf, type QuestionRow, QuestionsTable } from './questions-table.tsx';
import { KindNotice, StateNotice } from './study-notices.tsx';
import { StudyWords } from './study-words.tsx';
import { isolated, theirs } from './theirs.ts';
import { useReader } from './visit.ts';

interface StudyPageProps {
  readonly stored: StoredStudy;
  readonly isClosed: (round: StoredRound) => boolean;
  readonly joinLink: string;
  /** The study that corrects this one. */
  readonly correction: StoredStudy | undefined;
  readonly map: StudyMapState;
}

/** `/studies/:name` */
export function StudyPage({ stored, isClosed, joinLink, correction, map }: StudyPageProps) {
  const { say } = useReader();
  const study = stored.signed.document;
  return (
    <Page
      title={isolated(study.title)}
      trail={[{ href: `/studies/${study.name}/results`, label: say('study_results') }]}
    >
      <h1 {...theirs(study)}>{study.title}</h1>
      <p class="lead" {...theirs(study)}>
        {study.summary}
      </p>
      <KindNotice study={study} />
      <StateNotice stored={stored} correction={correction} />

      {!stored.withdrawn && stored.endedAt === undefined && (
        <section class="panel" aria-labelledby="join">
          {kindOf(study) === 'pilot' ? (
            <PilotLink joinLink={joinLink} />
          ) : (
            <Joining joinLink={joinLink} allClosed={stored.rounds.every(isClosed)} />
          )}
        </section>
      )}

      <DensityMap map={map} words={theirs(study)} />

      <h2>{say('study_asks')}</h2>
      <QuestionsTable rows={stored.rounds.map((round) => questionRow(round, isClosed(round)))} words={theirs(study)} />

      <StudyWords study={study}>
        <dt>{say('study_id')}</dt>
        <dd>
          <code class="hash">{stored.id}</code>
        </dd>
        <dt>{say('study_key')}</dt>
        <dd>
          <code class="hash">{study.publicKey}</code>
        </dd>
      </StudyWords>
      <LogHead id={stored.rounds.at(-1)?.id} />
    </Page>
  );
}

function PilotLink({ joinLink }: { readonly joinLink: string }) {
  const { say } = useReader();
  return (
    <>
      <h2 id="join">{say('study_pilot_heading')}</h2>
      <p>{say('study_pilot_link')}</p>
      <code class="link">{joinLink}</code>
    </>
  );
}

function Joining({ joinLink, allClosed }: { readonly joinLink: string; readonly allClosed: boolean }) {
  const { say, tell } = useReader();
  return (
    <>
      <h2 id="join">{say('study_join_heading')}</h2>
      <p>{say('study_join')}</p>
      <code class="link">{joinLink}</code>
      {allClosed && <p class="notice">{say('study_all_closed')}</p>}
      {/* The link asks for no language, because it is the same for everybody. */}
      <p class="meta">{tell('study_same_link', { steps: (words) => <a href={joinLink}>{words}</a> })}</p>
    </>
  );
}

/** A published round as a line of what its study asks. */
export function questionRow({ signed: { document } }: StoredRound, isClosed: boolean): QuestionRow {
  const { title, texts, mechanism, closesAt, release } = document;
  const state = isClosed ? 'closed' : 'open';
  const { minimumReports } = release;
  return { title, state, answers: answersOf(document), texts: texts.count, mechanism, closesAt, minimumReports };
}
