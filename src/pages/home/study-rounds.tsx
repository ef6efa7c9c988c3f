import { say, tell } from '../../language/say.ts';
import type { RoundView } from '../device/read-studies.ts';
import { textsAddress } from '../device/titles.ts';
import { Paged } from '../parts/paged.tsx';
import { Quoted } from '../parts/quoted.tsx';
import { isNew, roundInWords, roundState } from '../words/rounds.ts';

interface Props {
  /** In the order of the log. */
  readonly rounds: readonly RoundView[];
  readonly now: number;
}

/** Questions of a study: those to come stand open, those that are over are folded away. */
export function StudyRounds({ rounds, now }: Props) {
  const newestFirst = rounds.toReversed().map((round) => ({ round, state: roundState(round, now) }));
  const isOver = ({ state: { kind } }: (typeof newestFirst)[number]) => kind === 'answered' || kind === 'closed';
  const open = newestFirst.filter((each) => !isOver(each));
  const over = newestFirst.filter(isOver);
  const list = (shown: typeof newestFirst) => (
    <Paged items={shown} of="questions">
      {(part) => (
        <ul class="rows">
          {part.map(({ round, state }) => (
            <li key={round.record.round}>
              <div>
                <p>
                  <Quoted words={round.record.signed.document.title} />
                  {isNew(state, now) && <span class="tag tag-after">{say('home_round_new')}</span>}
                </p>
                <p class="muted small">{roundInWords(state, now)}</p>
                {round.record.textsCameAt !== undefined && <ReadTexts round={round} />}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Paged>
  );
  return (
    <>
      {open.length > 0 && (
        <section class="stack-s">
          <h3>{say('home_rounds_open')}</h3>
          {list(open)}
        </section>
      )}
      {over.length > 0 && (
        <details>
          <summary>{say('home_rounds_over', { count: over.length })}</summary>
          {list(over)}
        </details>
      )}
    </>
  );
}

const ReadTexts = ({ round: { record } }: { readonly round: RoundView }) => (
  <p class="small">
    <a href={textsAddress(record)}>
      {tell('home_round_read', {
        count: record.signed.document.texts.count,
        title: (
          <span class="visually-hidden">
            <Quoted words={record.signed.document.title} />
          </span>
        ),
      })}
    </a>
  </p>
);
