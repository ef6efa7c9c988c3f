import type { Ref } from 'preact';
import { say, tell } from '../../language/say.ts';
import { BeforePrompt } from '../parts/before-prompt.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';

interface Props {
  readonly host: string;
  readonly busy: boolean;
  readonly refusal: string | null;
  /** Whether accepting makes the browser ask for its consent to data collection. */
  readonly browserAsks: boolean;
  readonly heading: Ref<HTMLHeadingElement>;
  onAccept(): void;
  onDecline(): void;
}

/** Two answers of the same weight. */
export function Decision({ host, busy, refusal, browserAsks, heading, onAccept, onDecline }: Props) {
  return (
    <section class="stack" aria-labelledby="decision">
      <h2 id="decision" ref={heading} tabIndex={-1}>
        {say('review_decision')}
      </h2>
      <p>{tell('review_decision_free', { host: <bdi>{host}</bdi> })}</p>
      {browserAsks && <BeforePrompt kind="data-collection" />}
      <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
      <div class="actions actions-equal">
        <button type="button" class="primary" onClick={onAccept} aria-disabled={busy}>
          {say('review_accept')}
        </button>
        <button type="button" onClick={onDecline} aria-disabled={busy}>
          {say('review_decline')}
        </button>
      </div>
    </section>
  );
}
