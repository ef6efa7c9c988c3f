import type { RoundResults } from '../../core/protocol/results.ts';
import type { SentenceKey } from '../language/sentence-keys.ts';
import { answersOf } from './questions-table.tsx';
import { ReleasedResult } from './released-result.tsx';
import type { Theirs } from './theirs.ts';
import { useReader } from './visit.ts';
import { coarseTotalInWords, planInWords, votesInWords } from './wording.ts';

interface RoundResultProps {
  readonly result: RoundResults;
  readonly words: Theirs;
}

/** One question and what may be said about it now. */
export function RoundResult({ result, words }: RoundResultProps) {
  const reader = useReader();
  const { say, tell } = reader;
  const { manifest, outcome, round } = result;
  const releases = outcome.state === 'released' ? outcome.releases : [];
  const next = outcome.state === 'released' ? outcome.next : outcome;
  const open = next.state === 'open' ? next : undefined;
  const number = manifest.sequence + 1;
  return (
    <section class="round" id={`round-${number}`} aria-labelledby={`title-${number}`}>
      <p class="overline">
        {say('round_kind', { kind: manifest.kind, number })}{' '}
        <span class={`badge ${outcome.state}`}>
          {say(open && releases.length > 0 ? 'round_released_open' : states[outcome.state])}
        </span>
      </p>
      <h2 id={`title-${number}`} {...words}>
        {manifest.title}
      </h2>
      {open && (
        <p class="notice">
          {coarseTotalInWords(reader, open.coarseTotal)} {planInWords(reader, manifest, releases)}{' '}
          {say('round_why_wait')}
        </p>
      )}
      {outcome.state !== 'released' && (
        <details>
          <summary>{say('round_texts', { answers: answersOf(manifest), count: result.texts.length })}</summary>
          <ol class="texts">
            {result.texts.map((text) => (
              <li key={text} {...words}>
                {text}
              </li>
            ))}
          </ol>
        </details>
      )}
      {outcome.state === 'too-few' && <p class="notice">{say('round_too_few', { needed: outcome.minimumReports })}</p>}
      {next.state === 'withheld' && (
        <p class="notice">
          {say('round_withheld')} {say(releases.length === 0 ? 'round_withheld_all' : 'round_withheld_further')}
        </p>
      )}
      {outcome.state === 'released' && <ReleasedResult result={result} outcome={outcome} words={words} />}
      <p class="meta">
        {tell('round_id', { id: <code class="hash">{round}</code> })}
        <br />
        {votesInWords(reader, result.votes)}
        <br />
        {tell(outcome.state === 'released' ? 'round_formats_released' : 'round_formats', {
          json: (words) => <a href={`/v1/rounds/${round}/results`}>{words}</a>,
          csv: (words) => <a href={`/v1/rounds/${round}/results.csv`}>{words}</a>,
          parquet: (words) => <a href={`/v1/rounds/${round}/results.parquet`}>{words}</a>,
        })}
      </p>
    </section>
  );
}

const states: Readonly<Record<RoundResults['outcome']['state'], SentenceKey>> = {
  open: 'round_open',
  'too-few': 'round_unreleased',
  withheld: 'round_unreleased',
  released: 'round_released',
};
