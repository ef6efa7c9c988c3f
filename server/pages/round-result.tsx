import type { RoundResults } from '../../core/protocol/results.ts';
import { ReleasedResult } from './released-result.tsx';
import { count, planInWords, plural, votesInWords, withheldReason } from './wording.ts';

/** One question and what may be said about it now. */
export function RoundResult({ result }: { readonly result: RoundResults }) {
  const { manifest, outcome, round } = result;
  const releases = outcome.state === 'released' ? outcome.releases : [];
  const next = outcome.state === 'released' ? outcome.next : outcome;
  const open = next.state === 'open' ? next : undefined;
  const kind = manifest.kind === 'candidates' ? 'Candidate round' : 'Fragment poll';
  return (
    <section class="round" id={`round-${manifest.sequence + 1}`} aria-labelledby={`title-${manifest.sequence + 1}`}>
      <p class="overline">
        {kind} {manifest.sequence + 1}{' '}
        <span class={`badge ${outcome.state}`}>
          {open && releases.length > 0 ? 'released, still open' : stateWords[outcome.state]}
        </span>
      </p>
      <h2 id={`title-${manifest.sequence + 1}`}>{manifest.title}</h2>
      {open && (
        <p class="notice">
          {open.coarseTotal === 0
            ? 'Fewer than 10 reports so far'
            : `At least ${count(open.coarseTotal)} reports so far`}
          . Estimates are released {releases.length > 0 ? 'again ' : ''}
          {planInWords(manifest, releases)}. Looking more often than planned would make chance look like a finding, so
          until then nothing more than this is shown anywhere.
        </p>
      )}
      {outcome.state !== 'released' && (
        <details>
          <summary>{plural(result.texts.length, 'text', 'texts')} to choose from</summary>
          <ol class="texts">
            {result.texts.map((text) => (
              <li key={text} dir="auto">
                {text}
              </li>
            ))}
          </ol>
        </details>
      )}
      {outcome.state === 'too-few' && (
        <p class="notice">
          The round closed with fewer than the {count(outcome.minimumReports)} reports that its plan asks for. There is
          no estimate, and there will be none.
        </p>
      )}
      {next.state === 'withheld' && (
        <p class="notice">
          {withheldReason} There {releases.length === 0 ? 'is no estimate, and there ' : ''}will be{' '}
          {releases.length === 0 ? 'none' : 'no further estimate'}.
        </p>
      )}
      {outcome.state === 'released' && <ReleasedResult result={result} outcome={outcome} />}
      <p class="meta">
        Round <code class="hash">{round}</code>
        <br />
        {votesInWords(result.votes)}
        <br />
        The same as <a href={`/v1/rounds/${round}/results`}>JSON</a>
        {outcome.state === 'released' && (
          <>
            , <a href={`/v1/rounds/${round}/results.csv`}>CSV</a> or{' '}
            <a href={`/v1/rounds/${round}/results.parquet`}>Parquet</a>
          </>
        )}
      </p>
    </section>
  );
}

const stateWords = {
  open: 'open',
  'too-few': 'closed, no release',
  withheld: 'closed, no release',
  released: 'released',
} as const;
