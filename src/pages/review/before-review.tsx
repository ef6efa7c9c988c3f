import { useCallback } from 'preact/hooks';
import type { StudyId } from '../../../core/ids.ts';
import type { JoinLink } from '../../../core/protocol/join-link.ts';
import type { SignedStudy } from '../../../core/protocol/study.ts';
import { hasOrigin, requestOrigin } from '../../browser.ts';
import { say, tell } from '../../language/say.ts';
import { send } from '../../messages.ts';
import { refused } from '../../refusal.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { BeforePrompt } from '../parts/before-prompt.tsx';
import { Announcements, Notice } from '../parts/notice.tsx';
import { hostInWords } from '../words/origins.ts';
import { useGranted } from './use-granted.ts';
import { Verify } from './verify.tsx';

interface Props {
  readonly link: JoinLink;
  readonly linkText: string;
  onReviewed(id: StudyId, signed: SignedStudy): void;
}

/** What the link itself says; nothing was requested yet (P1). */
export function BeforeReview({ link, linkText, onReviewed }: Props) {
  const { value: joined } = useStored(joinedStudies);
  const { busy, refusal, run } = useCommand();
  const granted = useGranted(useCallback(() => hasOrigin(link.server), [link.server]));
  const host = <bdi>{hostInWords(link.server)}</bdi>;
  const alreadyJoined = joined?.some((study) => study.id === link.study) === true;

  const review = async () => {
    if (busy) return;
    // The browser grants permissions only inside the click: nothing may be awaited before this line.
    const permission = requestOrigin(link.server);
    const reviewed = await run(async () => {
      if (!(await permission)) return refused('reason_review_no_host', { host: hostInWords(link.server) });
      return send('review-study', { link: linkText });
    });
    if (reviewed) onReviewed(reviewed.study, reviewed.signed);
  };

  return (
    <div class="stack-l">
      <header class="stack">
        <p class="eyebrow">{say('review_invitation')}</p>
        <h1 tabIndex={-1}>{tell('review_study_at', { host })}</h1>
        <p class="lead">{say('review_read_from_link')}</p>
      </header>
      {alreadyJoined ? (
        <Notice tone="good">
          {tell('review_joined_already', { studies: (words) => <a href="../home/index.html#studies">{words}</a> })}
        </Notice>
      ) : (
        <section class="stack" aria-labelledby="next">
          <h2 id="next">{say('review_next')}</h2>
          <ol>
            {granted === false && (
              <li class="stack-s">
                <p>{tell('review_next_permission', { host })}</p>
                <BeforePrompt kind="server" host={new URL(link.server).hostname} />
              </li>
            )}
            <li>{say('review_next_request')}</li>
            <li>{say('review_next_decide')}</li>
          </ol>
          <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
          <div class="actions">
            <button type="button" class="primary" onClick={review} aria-disabled={busy}>
              {say(busy ? 'review_reading' : 'review_start')}
            </button>
          </div>
        </section>
      )}
      <Verify server={link.server} study={link.study} publicKey={link.publicKey} checked={false} />
    </div>
  );
}
