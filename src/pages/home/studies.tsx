import { listWithdrawn } from '../../studies/study-store.ts';
import { readStudies } from '../device/read-studies.ts';
import { useStored } from '../device/use-stored.ts';
import { JoinForm, reviewAddress } from '../parts/join-form.tsx';
import { momentsOfRounds } from '../words/rounds.ts';
import { JoinedStudy } from './joined-study.tsx';
import { Withdrawn } from './withdrawn.tsx';

export function Studies() {
  const { value: studies, now, reload } = useStored(readStudies, momentsOfRounds);
  const { value: withdrawn } = useStored(listWithdrawn);
  return (
    <>
      {withdrawn?.map((study) => (
        <Withdrawn key={study.study} study={study} />
      ))}
      {studies?.length === 0 && (
        <p class="lead">
          You have joined no study. A study gives you a join link; paste it below to see what it asks of you.
        </p>
      )}
      {studies?.map((view) => (
        <JoinedStudy key={view.study.id} view={view} now={now} onLeft={reload} />
      ))}
      <section class="stack" aria-labelledby="join">
        <h2 id="join">Join a study</h2>
        <JoinForm onLink={(link) => location.assign(reviewAddress(link))} />
      </section>
    </>
  );
}
