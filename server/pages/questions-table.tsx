import type { ComponentChildren } from 'preact';
import { percent } from '../../core/percent.ts';
import { realisedEpsilon, type SubsetSelection, supportProbabilities } from '../../core/privacy/subset-selection.ts';
import { ScrollArea } from './scroll-area.tsx';
import { count, epsilon, time } from './wording.ts';

/** One question of a study, published or not. */
export interface QuestionRow {
  readonly title: string;
  readonly state: 'open' | 'closed' | 'new';
  readonly kind: 'candidates' | 'fragments';
  readonly texts: number;
  readonly mechanism: SubsetSelection;
  readonly closesAt: string;
  readonly minimumReports: number;
  /** Where its texts can be read, when that is a page. */
  readonly textsPage?: string;
}

/** What a study asks, one question a line. */
export function QuestionsTable({ rows }: { readonly rows: readonly QuestionRow[] }) {
  return (
    <ScrollArea label="What the study asks">
      <table class="plain">
        <thead>
          <tr>
            <th scope="col">Question</th>
            <th scope="col">Choices</th>
            <th scope="col" class="number">
              ε of a report
            </th>
            <th scope="col" class="number">
              Vote holds the true answer
            </th>
            <th scope="col">Closes</th>
            <th scope="col" class="number">
              Released from
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ title, state, kind, texts, mechanism, closesAt, minimumReports, textsPage }, i) => (
            <tr key={i}>
              <th scope="row">
                {title} <span class="badge">{state}</span>
              </th>
              <td>
                <Linked to={textsPage}>
                  {count(texts)} {kind === 'candidates' ? 'messages' : 'phrases'}
                </Linked>
                , or none
              </td>
              <td class="number">{epsilon(realisedEpsilon(mechanism))}</td>
              <td class="number">{percent(supportProbabilities(mechanism).p)} of the time</td>
              <td>{state === 'closed' ? 'closed' : <time dateTime={closesAt}>{time(closesAt)}</time>}</td>
              <td class="number">{count(minimumReports)} reports</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Linked({ to, children }: { readonly to: string | undefined; readonly children: ComponentChildren }) {
  return to === undefined ? children : <a href={to}>{children}</a>;
}
