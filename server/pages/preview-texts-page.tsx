import type { Study } from '../../core/protocol/study.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import type { Preview } from '../studies/previews.ts';
import type { RoundOfFolder } from '../studies/study-folder.ts';
import { PreviewFrame } from './preview-frame.tsx';
import { theirs } from './theirs.ts';
import { useReader } from './visit.ts';
import { noneLabel } from './wording.ts';

interface PreviewTextsPageProps {
  readonly preview: Preview;
  readonly study: Study;
  readonly round: RoundOfFolder;
}

/** `/previews/:address/rounds/:number` */
export function PreviewTextsPage({ preview, study, round }: PreviewTextsPageProps) {
  const reader = useReader();
  const { say, epsilon } = reader;
  const { title, kind, list } = round;
  const words = theirs(study);
  return (
    <PreviewFrame preview={preview} title={title}>
      <p class="overline" {...words}>
        {preview.written.study.title}
      </p>
      <h1 {...words}>{title}</h1>
      <p class="lead">{say('preview_texts', { kind, count: list.length, epsilon: epsilon(round.epsilon) })}</p>
      <ol class="texts">
        {list.map((text) => (
          <li key={text} {...words}>
            {text}
          </li>
        ))}
      </ol>
      {!isPrevalence(round) && <p class="meta">{say('preview_or_none', { none: noneLabel(reader, kind) })}</p>}
    </PreviewFrame>
  );
}
