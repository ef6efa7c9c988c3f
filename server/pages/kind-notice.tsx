import { kindOf, type Study } from '../../core/protocol/study.ts';

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
