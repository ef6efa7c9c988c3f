import { type Pool, poolOf } from '../../../../core/evolution/pool.ts';
import { seededUniform } from '../../../../fleet/seeded-random.ts';

/** `topics` clusters of `perTopic` texts each, topic after topic, far from each other. */
export function clusteredPool({ topics = 8, perTopic = 20, dimensions = 16, spread = 0.3, seed = 1 } = {}): Pool {
  const uniform = seededUniform(seed);
  const vector = () => Array.from({ length: dimensions }, () => 2 * uniform() - 1);
  const centres = Array.from({ length: topics }, vector);
  return poolOf(
    centres.flatMap((centre) =>
      Array.from({ length: perTopic }, () => {
        const noise = vector();
        return centre.map((component, j) => component + spread * (noise[j] as number));
      }),
    ),
  );
}
