import { epsilonInWords } from '../../../core/words/odds.ts';
import { speaker } from '../../language/say.ts';
import type { ReceiptView } from '../device/read-receipts.ts';
import { receiptInWords } from '../words/receipt-words.ts';
import { momentInWords } from '../words/time.ts';

/** What became of one report, as a sentence; for what left the device its exact bytes as well. */
export function FinishedReport({ view }: { readonly view: ReceiptView }) {
  const { body, outcome, roundTitle, round, finishedAt, epsilon } = view.receipt;
  const title = `receipt-${round}`;
  return (
    <article class="card stack-s" aria-labelledby={title}>
      <div class="heading-row">
        <h4 id={title} dir="auto">
          {roundTitle}
        </h4>
        <span class={`tag tag-${outcome}`}>{outcome}</span>
      </div>
      <p dir="auto">{receiptInWords(view).join(' ')}</p>
      <p class="muted small figure">
        {momentInWords(finishedAt)} · epsilon {epsilonInWords(speaker, epsilon)} of your budget
      </p>
      {body !== null && (
        <details class="bytes">
          <summary>All {new TextEncoder().encode(body).length} bytes that left this device</summary>
          <pre>{body}</pre>
        </details>
      )}
    </article>
  );
}
