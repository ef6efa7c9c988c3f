import type { RoundId } from '../../core/ids.ts';

/** The head of a study's log, which people compare to notice a history that was made for one of them (P9). */
export function LogHead({ id }: { readonly id: RoundId | undefined }) {
  if (id === undefined) return null;
  return (
    <section class="log-head" aria-labelledby="log-head">
      <h2 id="log-head">Log head</h2>
      <p>
        <code class="hash">{id}</code>
      </p>
      <p class="meta">
        This is the hash of the newest question; it chains all earlier ones. The extension shows it too. If yours
        differs from somebody else's at the same time, you are being shown different histories: tell the others.
      </p>
    </section>
  );
}
