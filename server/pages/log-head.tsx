import type { RoundId } from '../../core/ids.ts';
import { useReader } from './visit.ts';

/** The head of a study's log, which people compare to notice a history that was made for one of them (P9). */
export function LogHead({ id }: { readonly id: RoundId | undefined }) {
  const { say } = useReader();
  if (id === undefined) return null;
  return (
    <section class="log-head" aria-labelledby="log-head">
      <h2 id="log-head">{say('log_head_heading')}</h2>
      <p>
        <code class="hash">{id}</code>
      </p>
      <p class="meta">{say('log_head_explained')}</p>
    </section>
  );
}
