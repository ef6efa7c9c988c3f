import type { StoredStudy } from '../store/publication-store.ts';
import { Page } from './layout.tsx';
import { KindBadge } from './study-notices.tsx';
import { theirs } from './theirs.ts';
import { useAddress, useReader } from './visit.ts';

interface ListedStudy {
  readonly stored: StoredStudy;
  readonly openRounds: number;
}

/** `/` */
export function StudiesPage({ studies }: { readonly studies: readonly ListedStudy[] }) {
  const { say, tell } = useReader();
  const commands = {
    publish: <code>donor publish</code>,
    file: <code>study.yaml</code>,
    opening: <code>donor open</code>,
  };
  return (
    <Page>
      <h1>{say('studies_heading')}</h1>
      <p class="lead">{say('studies_lead')}</p>
      {studies.length === 0 && <p class="notice">{tell('studies_empty', commands)}</p>}
      <ul class="cards">
        {studies.map((listed) => (
          <StudyCard key={listed.stored.id} {...listed} />
        ))}
      </ul>
    </Page>
  );
}

function StudyCard({ stored: { signed, rounds }, openRounds }: ListedStudy) {
  const { say, tell, time } = useReader();
  const to = useAddress();
  const study = signed.document;
  const page = `/studies/${study.name}`;
  return (
    <li class="card">
      <h2>
        <a href={to(page)} {...theirs(study)}>
          {study.title}
        </a>{' '}
        <KindBadge study={study} />
      </h2>
      <p {...theirs(study)}>{study.summary}</p>
      <p class="meta">
        <bdi {...theirs(study)}>{study.controller.name}</bdi>
        <span> · </span>
        {say('studies_questions', { count: rounds.length, open: openRounds })}
        <span> · </span>
        {tell('studies_ends', { time: <time dateTime={study.endsAt}>{time(study.endsAt)}</time> })}
      </p>
      <p class="actions">
        <a href={to(page)}>{say('studies_about')}</a>
        <a href={to(`${page}/results`)}>{say('studies_results')}</a>
      </p>
    </li>
  );
}
