import { kindOf } from '../../core/protocol/study.ts';
import type { StudyMapState } from '../evolution/study-maps.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import { DensityMap } from './density-map.tsx';
import { Page } from './layout.tsx';
import { LogHead } from './log-head.tsx';
import { type QuestionRow, QuestionsTable } from './questions-table.tsx';
import { KindNotice, StateNotice } from './study-notices.tsx';
import { StudyWords } from './study-words.tsx';

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
  const study = stored.signed.document;
  return (
    <Page title={study.title} trail={[{ href: `/studies/${study.name}/results`, label: 'Results' }]}>
      <h1>{study.title}</h1>
      <p class="lead">{study.summary}</p>
      <KindNotice study={study} />
      <StateNotice stored={stored} correction={correction} />

      {!stored.withdrawn && stored.endedAt === undefined && (
        <section class="panel" aria-labelledby="join">
          {kindOf(study) === 'pilot' ? (
            <>
              <h2 id="join">Link of the pilot</h2>
              <p>No extension joins it. Simulated volunteers find the study by this link.</p>
              <code class="link">{joinLink}</code>
            </>
          ) : (
            <>
              <h2 id="join">Join</h2>
              <p>
                With the Data Donor extension in your browser, copy this link (one click selects all of it) and paste it
                into the extension. Nothing is sent before you have read and accepted the consent there.
              </p>
              <code class="link">{joinLink}</code>
              {stored.rounds.every(isClosed) && (
                <p class="notice">
                  All questions so far are closed. Who joins now is asked nothing until another one opens.
                </p>
              )}
              <p class="meta">
                The link is the same for everybody. <a href={joinLink}>What to do with it, step by step</a>
              </p>
            </>
          )}
        </section>
      )}

      <DensityMap map={map} />

      <h2>What it asks</h2>
      <QuestionsTable rows={stored.rounds.map((round) => questionRow(round, isClosed(round)))} />

      <StudyWords study={study}>
        <dt>Study</dt>
        <dd>
          <code class="hash">{stored.id}</code>
        </dd>
        <dt>Public key</dt>
        <dd>
          <code class="hash">{study.publicKey}</code>
        </dd>
      </StudyWords>
      <LogHead id={stored.rounds.at(-1)?.id} />
    </Page>
  );
}

/** A published round as a line of what its study asks. */
export function questionRow({ signed: { document } }: StoredRound, isClosed: boolean): QuestionRow {
  const { title, kind, texts, mechanism, closesAt, release } = document;
  const state = isClosed ? 'closed' : 'open';
  const { minimumReports } = release;
  return { title, state, kind, texts: texts.count, mechanism, closesAt, minimumReports };
}
