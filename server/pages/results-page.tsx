import type { RoundResults } from '../../core/protocol/results.ts';
import type { StoredStudy } from '../store/publication-store.ts';
import { Page } from './layout.tsx';
import { LogHead } from './log-head.tsx';
import { RoundResult } from './round-result.tsx';
import { KindNotice } from './study-notices.tsx';

interface ResultsPageProps {
  readonly stored: StoredStudy;
  readonly results: readonly RoundResults[];
}

/** `/studies/:name/results` */
export function ResultsPage({ stored, results }: ResultsPageProps) {
  const study = stored.signed.document;
  return (
    <Page title={`Results: ${study.title}`} trail={[{ href: `/studies/${study.name}`, label: 'About this study' }]}>
      <p class="overline">Results</p>
      <h1>{study.title}</h1>
      <p class="lead">{study.summary}</p>
      <KindNotice study={study} />
      {results.length > 1 && (
        <nav aria-label="Questions" class="contents">
          <ol>
            {results.map(({ round, manifest }) => (
              <li key={round}>
                <a href={`#round-${manifest.sequence + 1}`}>{manifest.title}</a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      {results.map((result) => (
        <RoundResult key={result.round} result={result} />
      ))}
      <LogHead id={stored.rounds.at(-1)?.id} />
    </Page>
  );
}
