import { timesInHundred } from '../../../core/words/odds.ts';
import { say } from '../../language/say.ts';

const columns = 20;
const step = 12;
const radius = 3.6;

/** A hundred dots, of which as many are filled as votes in a hundred hold the true answer. */
export function OddsDots({ probability }: { readonly probability: number }) {
  const filled = timesInHundred(probability);
  return (
    <svg
      class="odds-dots"
      role="img"
      aria-label={say('odds_dots_label', { filled })}
      viewBox={`0 0 ${columns * step} ${(100 / columns) * step}`}
    >
      {Array.from({ length: 100 }, (_, dot) => (
        <circle
          key={dot}
          class={dot < filled ? 'dot-true' : 'dot-random'}
          cx={(dot % columns) * step + step / 2}
          cy={Math.floor(dot / columns) * step + step / 2}
          r={radius}
        />
      ))}
    </svg>
  );
}
