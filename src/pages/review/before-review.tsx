import type { StudyId } from '../../../core/ids.ts';
import type { JoinLink } from '../../../core/protocol/join-link.ts';
import type { SignedStudy } from '../../../core/protocol/study.ts';
import { requestOrigin } from '../../browser.ts';
import { send } from '../../messages.ts';
import { refused } from '../../refusal.ts';
import { joinedStudies } from '../../studies/study-store.ts';
import { useCommand } from '../device/use-command.ts';
import { useStored } from '../device/use-stored.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { fingerprintInWords, hostInWords } from '../words/origins.ts';

interface Props {
  readonly link: JoinLink;
  readonly linkText: string;
  onReviewed(id: StudyId, signed: SignedStudy): void;
}

/** What the link itself says; nothing was requested yet (P1). */
export function BeforeReview({ link, linkText, onReviewed }: Props) {
  const { value: joined } = useStored(joinedStudies);
  const { busy, refusal, run } = useCommand();
  const host = hostInWords(link.server);
  const alreadyJoined = joined?.some((study) => study.id === link.study) === true;

  const review = async () => {
    // The browser grants permissions only inside the click: nothing may be awaited before this line.
    const permission = requestOrigin(link.server);
    const reviewed = await run(async () => {
      if (!(await permission)) return refused('reason_review_no_host', { host });
      return send('review-study', { link: linkText });
    });
    if (reviewed) onReviewed(reviewed.study, reviewed.signed);
  };

  return (
    <div class="stack-l">
      <div class="stack">
        <p class="eyebrow">Invitation to a study</p>
        <h1 tabIndex={-1}>A study at {host}</h1>
        <p class="lead">
          Opening this page asked the server for nothing. All you see here was read from the link itself.
        </p>
      </div>
      <dl class="facts">
        <div>
          <dt>Study server</dt>
          <dd>
            <code>{link.server}</code>
          </dd>
        </div>
        <div>
          <dt>Study document</dt>
          <dd>
            <code class="hash">{fingerprintInWords(link.study)}</code>
            <p class="muted small">
              Hash of the study's text. What the server sends must match it, so nobody can be shown another consent text
              under the same link.
            </p>
          </dd>
        </div>
        <div>
          <dt>Signing key</dt>
          <dd>
            <code class="hash">{fingerprintInWords(link.publicKey)}</code>
            <p class="muted small">
              Study and rounds must be signed with this key. Everybody who was invited has the same link.
            </p>
          </dd>
        </div>
      </dl>
      {alreadyJoined ? (
        <Notice tone="good">
          You have joined this study already. <a href="../home/index.html#studies">See your studies</a>
        </Notice>
      ) : (
        <section class="stack" aria-labelledby="next">
          <h2 id="next">If you go on</h2>
          <ol>
            <li>Your browser asks whether Data Donor may reach {host}.</li>
            <li>Data Donor then makes one request, for the study's description. It carries nothing about you.</li>
            <li>You read the description and decide. Until you accept, nothing you write is used for it.</li>
          </ol>
          <Announcements>{refusal !== null && <Notice tone="problem">{refusal}</Notice>}</Announcements>
          <div class="actions">
            <button type="button" class="primary" onClick={review} disabled={busy}>
              {busy ? 'Reading the study…' : 'Review this study'}
            </button>
          </div>
        </section>
      )}
    </div>
  );
}
