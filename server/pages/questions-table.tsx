import { realisedEpsilon, type SubsetSelection, supportProbabilities } from '../../core/privacy/subset-selection.ts';
import { isPrevalence } from '../../core/protocol/votes.ts';
import { ScrollArea } from './scroll-area.tsx';
import type { Theirs } from './theirs.ts';
import { useReader } from './visit.ts';

/** What is answered: one of the texts or none of them, or in a prevalence poll yes or no about one phrase. */
export type Answers = 'messages' | 'phrases' | 'prevalence';

export const answersOf = (round: Parameters<typeof isPrevalence>[0]): Answers =>
  isPrevalence(round) ? 'prevalence' : round.kind === 'candidates' ? 'messages' : 'phrases';

/** One question of a study, published or not. */
export interface QuestionRow {
  readonly title: string;
  readonly state: 'open' | 'closed' | 'new';
  readonly answers: Answers;
  readonly texts: number;
  readonly mechanism: SubsetSelection;
  readonly closesAt: string;
  readonly minimumReports: number;
  /** Where its texts can be read, when that is a page. */
  readonly textsPage?: string;
}

/** What a study asks, one question a line. */
export function QuestionsTable({ rows, words }: { readonly rows: readonly QuestionRow[]; readonly words: Theirs }) {
  const { say } = useReader();
  return (
    <ScrollArea label={say('questions_table')}>
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">{say('questions_question')}</th>
            <th scope="col">{say('questions_choices')}</th>
            <th scope="col" class="number">
              {say('questions_epsilon')}
            </th>
            <th scope="col" class="number">
              {say('questions_true')}
            </th>
            <th scope="col">{say('questions_closes')}</th>
            <th scope="col" class="number">
              {say('questions_released')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <Row key={i} row={row} words={words} />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Row({ row, words }: { readonly row: QuestionRow; readonly words: Theirs }) {
  const { say, tell, percent, epsilon, time } = useReader();
  const { title, state, answers, texts: count, mechanism, closesAt, minimumReports, textsPage } = row;
  return (
    <tr>
      <th scope="row">
        <bdi {...words}>{title}</bdi> <span class="badge">{say(`questions_${state}`)}</span>
      </th>
      <td>
        {tell('questions_texts', {
          answers,
          count,
          texts: (choices) => (textsPage === undefined ? <span>{choices}</span> : <a href={textsPage}>{choices}</a>),
        })}
      </td>
      <td class="number">{epsilon(realisedEpsilon(mechanism))}</td>
      <td class="number">{say('questions_true_share', { share: percent(supportProbabilities(mechanism).p) })}</td>
      <td>{state === 'closed' ? say('questions_closed') : <time dateTime={closesAt}>{time(closesAt)}</time>}</td>
      <td class="number">{say('questions_reports', { count: minimumReports })}</td>
    </tr>
  );
}
