import type { StoredStudy } from '../store/publication-store.ts';
import { Page } from './layout.tsx';
import { KindBadge } from './study-notices.tsx';
import { plural, time } from './wording.ts';

interface StudiesPageProps {
  readonly studies: readonly { readonly stored: StoredStudy; readonly openRounds: number }[];
}

/** `/` */
export function StudiesPage({ studies }: StudiesPageProps) {
  return (
    <Page title="Studies">
      <h1>Studies on this server</h1>
      <p class="lead">
        Each study asks what people write about, without reading what anyone wrote: volunteers' browsers send randomised
        votes, and only the sum of many votes says anything.
      </p>
      {studies.length === 0 && (
        <p class="notice">
          No study is open here yet. <code>donor publish</code> makes a preview of a folder with a{' '}
          <code>study.yaml</code>, and <code>donor open</code> opens it.
        </p>
      )}
      <ul class="cards">
        {studies.map(({ stored: { id, signed, rounds }, openRounds }) => {
          const study = signed.document;
          return (
            <li key={id} class="card">
              <h2>
                <a href={`/studies/${study.name}`}>{study.title}</a> <KindBadge study={study} />
              </h2>
              <p>{study.summary}</p>
              <p class="meta">
                {study.controller.name}
                <span> · </span>
                {plural(rounds.length, 'question', 'questions')}, {openRounds === 0 ? 'none' : openRounds} open
                <span> · </span>ends <time dateTime={study.endsAt}>{time(study.endsAt)}</time>
              </p>
              <p class="actions">
                <a href={`/studies/${study.name}`}>About and joining</a>
                <a href={`/studies/${study.name}/results`}>Results</a>
              </p>
            </li>
          );
        })}
      </ul>
    </Page>
  );
}
