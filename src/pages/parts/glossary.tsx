import { say } from '../../language/say.ts';

/** Terms of the pages, in the order in which they explain one another. */
const terms = ['draft', 'round', 'vote', 'sealed', 'report', 'receipt', 'epsilon', 'budget', 'history'] as const;

/** What the words of these pages mean, for volunteers; docs/glossary.md is the one for developers. */
export const Glossary = () => (
  <details class="glossary">
    <summary>{say('glossary_title')}</summary>
    <dl class="facts">
      {terms.map((term) => (
        <div key={term}>
          <dt>{say(`glossary_${term}`)}</dt>
          <dd>{say(`glossary_${term}_text`)}</dd>
        </div>
      ))}
    </dl>
  </details>
);
