import type { Study } from '../../../core/protocol/study.ts';
import { limitsInWords } from '../../../core/words/consent-limits.ts';
import { speaker } from '../../language/say.ts';
import type { Settings } from '../../storage/database.ts';
import { capsOf } from '../../storage/settings-store.ts';
import { dateInWords } from '../words/time.ts';

interface Props {
  readonly study: Study;
  readonly settings: Settings;
  readonly host: string;
}

/** What leaves, what cannot be undone, and the limits that hold for every study. */
export function ConsentLimits({ study, settings, host }: Props) {
  const endsOn = dateInWords(Date.parse(study.endsAt));
  const { leaves, looking, undone, retention, limits, trust } = limitsInWords(
    speaker,
    study,
    host,
    capsOf(settings),
    endsOn,
  );
  return (
    <>
      <h3>What leaves this browser</h3>
      <ul>
        {leaves.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>

      <p>{looking}</p>

      <h3>What cannot be undone</h3>
      <p>{undone}</p>
      <p>{retention}</p>

      <h3>Your limits</h3>
      <p>{limits}</p>

      <h3>How far to trust the result</h3>
      <p>{trust}</p>
    </>
  );
}
