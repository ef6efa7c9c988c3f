import { useState } from 'preact/hooks';
import { say, tell } from '../../language/say.ts';
import { listWithdrawn } from '../../studies/study-store.ts';
import { readStudies } from '../device/read-studies.ts';
import { useStored } from '../device/use-stored.ts';
import { JoinForm, reviewAddress } from '../parts/join-form.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Quoted } from '../parts/quoted.tsx';
import { momentsOfStudies } from '../words/rounds.ts';
import { JoinedStudy } from './joined-study.tsx';
import { focusSection } from './move-focus.ts';
import { Withdrawn } from './withdrawn.tsx';

export function Studies() {
  const { value, now, reload } = useStored(readStudies, momentsOfStudies);
  const { value: withdrawn, reload: reloadWithdrawn } = useStored(listWithdrawn);
  const [left, setLeft] = useState<string | null>(null);
  const onLeft = async (title: string) => {
    await reload();
    setLeft(title);
    focusSection();
  };
  const onRead = async () => {
    await reloadWithdrawn();
    focusSection();
  };
  return (
    <>
      <Announcements>
        {left !== null && <Notice tone="good">{tell('home_left', { title: <Quoted words={left} /> })}</Notice>}
      </Announcements>
      {withdrawn?.map((study) => (
        <Withdrawn key={study.study} study={study} onRead={onRead} />
      ))}
      {value?.studies.length === 0 && <p class="lead">{say('home_studies_none')}</p>}
      {value?.studies.map((view) => (
        <JoinedStudy key={view.study.id} view={view} all={value} now={now} onLeft={onLeft} onLooked={reload} />
      ))}
      <section class="stack" aria-labelledby="join">
        <h2 id="join">{say('home_join')}</h2>
        <JoinForm onLink={(link) => location.assign(reviewAddress(link))} />
      </section>
    </>
  );
}
