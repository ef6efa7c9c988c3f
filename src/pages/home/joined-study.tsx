import { kindOf } from '../../../core/protocol/study.ts';
import { say } from '../../language/say.ts';
import type { StudiesView, StudyView } from '../device/read-studies.ts';
import { Quoted, QuotedParagraphs } from '../parts/quoted.tsx';
import { AboutStudy } from './about-study.tsx';
import { LeaveStudy } from './leave-study.tsx';
import { StudyRounds } from './study-rounds.tsx';
import { StudyStatus } from './study-status.tsx';

interface Props {
  readonly view: StudyView;
  /** What holds for all studies. */
  readonly all: StudiesView;
  readonly now: number;
  onLeft(title: string): Promise<void>;
  onLooked(): Promise<void>;
}

/** One joined study: how it stands and what is next, its questions, who is responsible, how to leave. */
export function JoinedStudy({ view, all, now, onLeft, onLooked }: Props) {
  const { study, rounds } = view;
  const { document } = study.signed;
  return (
    <article class="card stack" aria-labelledby={`study-${study.id}`}>
      <h2 id={`study-${study.id}`}>
        <Quoted words={document.title} />
        {kindOf(document) === 'demo' && <span class="tag tag-after">{say('home_demonstration')}</span>}
      </h2>
      <StudyStatus view={view} all={all} now={now} onLooked={onLooked} />
      <StudyRounds rounds={rounds} now={now} />
      <AboutStudy study={study} />
      <details>
        <summary>{say('home_agreed')}</summary>
        <div class="voice voice-researcher">
          <QuotedParagraphs texts={[...document.consent, ...document.privacyPolicy, document.withdrawal]} />
        </div>
      </details>
      <LeaveStudy view={view} onLeft={() => onLeft(document.title)} />
    </article>
  );
}
