import { kindOf, type Study } from '../../core/protocol/study.ts';
import type { StoredStudy } from '../store/publication-store.ts';

/** Says of a study that is not a real one what it is; nothing for a real one. */
export function KindNotice({ study }: { readonly study: Study }) {
  const kind = kindOf(study);
  if (kind === 'real') return null;
  return (
    <p class="notice">
      {kind === 'demo'
        ? 'This is a demonstration. Its votes are real votes, but nobody uses its results.'
        : 'This is a pilot: its volunteers are simulated, and nobody can join it.'}
    </p>
  );
}

/** One word beside the title of a study that is not a real one. */
export function KindBadge({ study }: { readonly study: Study }) {
  const kind = kindOf(study);
  if (kind === 'real') return null;
  return <span class="badge">{kind === 'demo' ? 'demonstration' : 'pilot'}</span>;
}

/** Says that a study was withdrawn or ended, or that another one has taken its place. */
export function StateNotice({ stored, correction }: { stored: StoredStudy; correction: StoredStudy | undefined }) {
  if (stored.withdrawn) {
    return <p class="notice">This study was withdrawn by its researchers. Nobody can join it, and devices leave it.</p>;
  }
  if (!correction) {
    return stored.endedAt === undefined ? null : (
      <p class="notice">Its researchers ended this study. It asks nothing more.</p>
    );
  }
  const { name, title } = correction.signed.document;
  return (
    <p class="notice">
      This study was corrected. Its volunteers are asked for consent again: <a href={`/studies/${name}`}>{title}</a>.
    </p>
  );
}
