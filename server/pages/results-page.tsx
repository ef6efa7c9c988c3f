import type { RoundResults } from '../../core/protocol/results.ts';
import type { StoredStudy } from '../store/publication-store.ts';
import { Page } from './layout.tsx';
import { LogHead } from './log-head.tsx';
import { RoundResult } from './round-result.tsx';
import { KindNotice } from './study-notices.tsx';
import { isolated, theirs } from './theirs.ts';
import { useReader } from './visit.ts';

interface ResultsPageProps {
  readonly stored: StoredStudy;
  readonly results: readonly RoundResults[];
}

/** `/studies/:name/results` */
export function ResultsPage({ stored, results }: ResultsPageProps) {
  const { say } = useReader();
  const study = stored.signed.document;
  const words = theirs(study);
  return (
    <Page
      title={say('results_title', { title: isolated(study.title) })}
      trail={[{ href: `/studies/${study.name}`, label: say('results_about') }]}
    >
      <p class="overline">{say('results_heading')}</p>
      <h1 {...words}>{study.title}</h1>
      <p class="lead" {...words}>
        {study.summary}
      </p>
      <KindNotice study={study} />
      {results.length > 1 && (
        <nav aria-label={say('results_questions')} class="contents">
          <ol>
            {results.map(({ round, manifest }) => (
              <li key={round}>
                <a href={`#round-${manifest.sequence + 1}`} {...words}>
                  {manifest.title}
                </a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      {results.map((result) => (
        <RoundResult key={result.round} result={result} words={words} />
      ))}
      <LogHead id={stored.rounds.at(-1)?.id} />
    </Page>
  );
}
