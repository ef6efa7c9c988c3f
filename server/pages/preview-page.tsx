import type { ComponentChildren } from 'preact';
import { previewPath } from '../../core/protocol/join-link.ts';
import type { Preview } from '../studies/previews.ts';
import { mechanismFor } from '../studies/questions.ts';
import type { RoundOfFolder } from '../studies/study-folder.ts';
import { formatProblem } from '../studies/study-problem.ts';
import { Page } from './layout.tsx';
import { type QuestionRow, QuestionsTable } from './questions-table.tsx';
import { KindNotice } from './study-notices.tsx';
import { StudyWords } from './study-words.tsx';
import { plural, time } from './wording.ts';

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
  const { stored, folder, problems } = preview;
  const at = previewPath(stored.address);
  const rows = folder.rounds.map((round, i) => published[i] ?? newRow(round, study.endsAt, `${at}/rounds/${i + 1}`));
  return (
    <PreviewFrame preview={preview} title={study.title}>
      <h1>{study.title}</h1>
      <p class="lead">{study.summary}</p>
      <KindNotice study={study} />
      {problems.length > 0 && (
        <section class="panel" aria-labelledby="problems">
          <h2 id="problems">It cannot be opened as it is</h2>
          <ul>
            {problems.map((problem) => (
              <li key={formatProblem(problem)}>{formatProblem(problem)}</li>
            ))}
          </ul>
        </section>
      )}

      <section class="panel" aria-labelledby="join">
        <h2 id="join">Join</h2>
        {stored.publishedRounds === 0 ? (
          <>
            <p>
              The join link stands here once the study is open. Until then there is only this one. It shows the{' '}
              <a href={`${at}/join`}>page to which a join link leads</a>, and the extension refuses it.
            </p>
            <code class="link">{`${origin}${at}/join`}</code>
          </>
        ) : (
          <p>
            The study is open, and its join link stays as it is: see its <a href={`/studies/${stored.name}`}>page</a>.
            Only what is marked “new” below is a preview.
          </p>
        )}
        <p class="meta">
          <a href={`${at}/consent`}>What the consent page of the extension says</a>
        </p>
      </section>

      <h2>What it asks</h2>
      <QuestionsTable rows={rows} />
      <p class="meta">The texts of each new question can be read under “Choices”.</p>

      <StudyWords study={study}>
        <dt>Preview</dt>
        <dd>
          <code class="hash">{stored.sha256}</code>
        </dd>
        <dt>Made</dt>
        <dd>
          <time dateTime={new Date(stored.madeAt).toISOString()}>{time(new Date(stored.madeAt).toISOString())}</time>
        </dd>
      </StudyWords>
    </PreviewFrame>
  );
}

interface PreviewFrameProps {
  readonly preview: Preview;
  readonly title: string;
  readonly children: ComponentChildren;
}

/** Every page of a preview says what it is. */
export function PreviewFrame({ preview: { stored, folder }, title, children }: PreviewFrameProps) {
  const at = previewPath(stored.address);
  const trail = [
    { href: at, label: 'Preview' },
    { href: `${at}/consent`, label: 'Consent' },
    { href: `${at}/join`, label: 'Join page' },
  ];
  const added = folder.rounds.length - stored.publishedRounds;
  return (
    <Page title={`Preview: ${title}`} trail={trail}>
      <p class="notice preview">
        <strong>Preview.</strong> {stored.publishedRounds === 0 ? ofStudy : ofRounds(added)}
      </p>
      {children}
    </Page>
  );
}

const ofStudy =
  'This study is not open: no browser takes it, nobody can join it, and it stands in no list. Whoever has the address of this page can read it. Its researchers can still change every word.';
function ofRounds(added: number): string {
  const them = added === 1 ? 'it' : 'them';
  return `${plural(added, 'question of this study is', 'questions of this study are')} not open, and no browser is told of ${them}. Whoever has the address of this page can read ${them}. The researchers can still change ${them}.`;
}

function newRow(round: RoundOfFolder, endsAt: string, textsPage: string): QuestionRow {
  const { title, kind, list, minimumReports } = round;
  const mechanism = mechanismFor(round, list.length);
  const closesAt = round.closesAt ?? endsAt;
  return { title, state: 'new', kind, texts: list.length, mechanism, closesAt, minimumReports, textsPage };
}
