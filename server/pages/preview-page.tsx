import { previewPath } from '../../core/protocol/join-link.ts';
import type { Preview } from '../studies/previews.ts';
import { mechanismFor } from '../studies/questions.ts';
import type { RoundOfFolder } from '../studies/study-folder.ts';
import { formatProblem } from '../studies/study-problem.ts';
import { PreviewFrame } from './preview-frame.tsx';
import { answersOf, type QuestionRow, QuestionsTable } from './questions-table.tsx';
import { KindNotice } from './study-notices.tsx';
import { StudyWords } from './study-words.tsx';
import { theirs } from './theirs.ts';
import { useAddress, useReader } from './visit.ts';

interface PreviewPageProps {
  readonly preview: Preview;
  /** What the consent is, or will be. */
  readonly study: Parameters<typeof StudyWords>[0]['study'];
  /** Rounds of this study that are published. */
  readonly published: readonly QuestionRow[];
  /** Where the server is reached. */
  readonly origin: string;
}

/** `/previews/:address` */
export function PreviewPage({ preview, study, published, origin }: PreviewPageProps) {
  const { say, tell, time } = useReader();
  const to = useAddress();
  const { stored, folder, problems } = preview;
  const at = previewPath(stored.address);
  const joinAddress = `${origin}${at}/join`;
  const madeAt = new Date(stored.madeAt).toISOString();
  const rows = folder.rounds.map(
    (round, i) => published[i] ?? newRow(round, study.endsAt, to(`${at}/rounds/${i + 1}`)),
  );
  return (
    <PreviewFrame preview={preview} title={study.title}>
      <h1 {...theirs(study)}>{study.title}</h1>
      <p class="lead" {...theirs(study)}>
        {study.summary}
      </p>
      <KindNotice study={study} />
      {problems.length > 0 && (
        <section class="panel" aria-labelledby="problems">
          <h2 id="problems">{say('preview_problems')}</h2>
          <ul lang="en" dir="auto">
            {problems.map((problem) => (
              <li key={formatProblem(problem)}>{formatProblem(problem)}</li>
            ))}
          </ul>
        </section>
      )}

      <section class="panel" aria-labelledby="join">
        <h2 id="join">{say('preview_join_heading')}</h2>
        {stored.publishedRounds === 0 ? (
          <>
            <p>{tell('preview_join_new', { join: (words) => <a href={to(`${at}/join`)}>{words}</a> })}</p>
            <code class="link">{joinAddress}</code>
          </>
        ) : (
          <p>{tell('preview_join_open', { page: (words) => <a href={to(`/studies/${stored.name}`)}>{words}</a> })}</p>
        )}
        <p class="meta">
          <a href={to(`${at}/consent`)}>{say('preview_consent_link')}</a>
        </p>
      </section>

      <h2>{say('study_asks')}</h2>
      <QuestionsTable rows={rows} words={theirs(study)} />
      <p class="meta">{say('preview_read_texts')}</p>

      <StudyWords study={study}>
        <dt>{say('preview_id')}</dt>
        <dd>
          <code class="hash">{stored.sha256}</code>
        </dd>
        <dt>{say('preview_made')}</dt>
        <dd>
          <time dateTime={madeAt}>{time(madeAt)}</time>
        </dd>
      </StudyWords>
    </PreviewFrame>
  );
}

function newRow(round: RoundOfFolder, endsAt: string, textsPage: string): QuestionRow {
  const { title, list, minimumReports } = round;
  const mechanism = mechanismFor(round, list.length);
  const closesAt = round.closesAt ?? endsAt;
  const answers = answersOf(round);
  return { title, state: 'new', answers, texts: list.length, mechanism, closesAt, minimumReports, textsPage };
}
