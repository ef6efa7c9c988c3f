import { timesInHundred } from '../core/words/odds.ts';
import type { WordsSpeaker } from '../core/words/sentence-keys.ts';

const columns = 10;
const step = 12;
const radius = 3.8;
/** Shares no divisor with 100: its multiples visit every dot once, in no order that the eye finds. */
const stride = 37;

/** Which of a hundred dots chance leaves true: scattered, because nothing tells them from the others. */
export const leftTrue = (trueVotes: number): ReadonlySet<number> =>
  new Set(Array.from({ length: trueVotes }, (_, i) => (i * stride + 11) % 100));

interface Props {
  readonly speaker: WordsSpeaker;
  readonly probability: number;
}

/** A hundred answers as they are, and the hundred votes that chance makes of them: the true and the random ones. */
export function ChancePicture({ speaker: { say }, probability }: Props) {
  const filled = timesInHundred(probability);
  const stays = leftTrue(filled);
  return (
    <figure class="chance">
      <div class="chance-pair">
        <Dots label={say('chance_before')} isTrue={() => true} />
        <span class="chance-arrow" aria-hidden="true">
          →
        </span>
        <Dots label={say('chance_after', { filled })} isTrue={(dot) => stays.has(dot)} />
      </div>
      <figcaption class="chance-key">
        <span>
          <Dot isTrue /> {say('chance_true')}
        </span>
        <span>
          <Dot isTrue={false} /> {say('chance_random')}
        </span>
      </figcaption>
    </figure>
  );
}

function Dots({ label, isTrue }: { readonly label: string; isTrue(dot: number): boolean }) {
  return (
    <div class="chance-dots">
      <svg aria-hidden="true" viewBox={`0 0 ${columns * step} ${columns * step}`}>
        {Array.from({ length: 100 }, (_, dot) => (
          <circle
            key={dot}
            class={isTrue(dot) ? 'dot-true' : 'dot-random'}
            cx={(dot % columns) * step + step / 2}
            cy={Math.floor(dot / columns) * step + step / 2}
            r={radius}
          />
        ))}
      </svg>
      <p>{label}</p>
    </div>
  );
}

const Dot = ({ isTrue }: { readonly isTrue: boolean }) => (
  <svg class="chance-dot" aria-hidden="true" viewBox={`0 0 ${step} ${step}`}>
    <circle class={isTrue ? 'dot-true' : 'dot-random'} cx={step / 2} cy={step / 2} r={radius} />
  </svg>
);
