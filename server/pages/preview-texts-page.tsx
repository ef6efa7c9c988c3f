import type { Preview } from '../studies/previews.ts';
import type { RoundOfFolder } from '../studies/study-folder.ts';
import { PreviewFrame } from './preview-page.tsx';
import { count, noneLabel } from './wording.ts';

interface PreviewTextsPageProps {
  readonly preview: Preview;
  readonly round: RoundOfFolder;
}

/** `/previews/:address/rounds/:number` */
export function PreviewTextsPage({ preview, round }: PreviewTextsPageProps) {
  const { title, kind, list, epsilon } = round;
  return (
    <PreviewFrame preview={preview} title={title}>
      <p class="overline">{preview.written.study.title}</p>
      <h1>{title}</h1>
      <p class="lead">
        {count(list.length)} {kind === 'candidates' ? 'messages' : 'phrases'} at epsilon {epsilon}. Volunteers can read
        them in the extension before it answers.
      </p>
      <ol class="texts">
        {list.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
      {!(round.kind === 'fragments' && round.poll === 'prevalence') && <p class="meta">Or: {noneLabel(kind)}.</p>}
    </PreviewFrame>
  );
}
