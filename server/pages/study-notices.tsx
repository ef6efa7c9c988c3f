import { kindOf, type Study } from '../../core/protocol/study.ts';
import type { StoredStudy } from '../store/publication-store.ts';
import { theirs } from './theirs.ts';
import { useAddress, useReader } from './visit.ts';

/** Says of a study that is not a real one what it is; nothing for a real one. */
export function KindNotice({ study }: { readonly study: Study }) {
  const { say } = useReader();
  const kind = kindOf(study);
  if (kind === 'real') return null;
  return <p class="notice">{say(kind === 'demo' ? 'notice_demo' : 'notice_pilot')}</p>;
}

/** One word beside the title of a study that is not a real one. */
export function KindBadge({ study }: { readonly study: Study }) {
  const { say } = useReader();
  const kind = kindOf(study);
  if (kind === 'real') return null;
  return <span class="badge">{say(kind === 'demo' ? 'badge_demo' : 'badge_pilot')}</span>;
}

/** Says that a study was withdrawn or ended, or that another one has taken its place. */
export function StateNotice({ stored, correction }: { stored: StoredStudy; correction: StoredStudy | undefined }) {
  const { say, tell } = useReader();
  const to = useAddress();
  if (stored.withdrawn) return <p class="notice">{say('notice_withdrawn')}</p>;
  if (!correction) return stored.endedAt === undefined ? null : <p class="notice">{say('notice_ended')}</p>;
  const study = correction.signed.document;
  const link = (
    <a href={to(`/studies/${study.name}`)}>
      <bdi {...theirs(study)}>{study.title}</bdi>
    </a>
  );
  return <p class="notice">{tell('notice_corrected', { study: link })}</p>;
}
