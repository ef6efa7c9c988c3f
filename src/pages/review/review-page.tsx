import { useEffect, useRef, useState } from 'preact/hooks';
import type { StudyId } from '../../../core/ids.ts';
import type { SignedStudy } from '../../../core/protocol/study.ts';
import { say } from '../../language/say.ts';
import { JoinForm, reviewAddress } from '../parts/join-form.tsx';
import { Masthead } from '../parts/masthead.tsx';
import { Notice } from '../parts/notice.tsx';
import { Unreadable } from '../parts/unreadable.tsx';
import { reasonInWords } from '../words/reasons.ts';
import { BeforeReview } from './before-review.tsx';
import { Consent } from './consent.tsx';
import { Decided } from './decided.tsx';
import { linkedStudy } from './linked.ts';

type Stage =
  | { readonly kind: 'before' }
  | { readonly kind: 'consent'; readonly id: StudyId; readonly signed: SignedStudy }
  | { readonly kind: 'joined' | 'declined'; readonly title: string; readonly server: string };

export function ReviewPage() {
  const [fragment, setFragment] = useState(location.hash);
  const [stage, setStage] = useState<Stage>({ kind: 'before' });
  const main = useRef<HTMLElement>(null);
  const linked = linkedStudy(fragment);

  useEffect(() => {
    const onHashChange = () => {
      setStage({ kind: 'before' });
      setFragment(location.hash);
    };
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, []);

  const opened = useRef(stage);
  useEffect(() => {
    if (stage === opened.current) return;
    // The page now shows another text. Screen readers and the keyboard start at its heading.
    window.scrollTo(0, 0);
    main.current?.querySelector('h1')?.focus();
  }, [stage]);

  return (
    <div class="page page-document">
      <Masthead />
      <main ref={main}>
        <Unreadable />
        {linked.kind !== 'link' && (
          <section class="stack">
            <h1 tabIndex={-1}>{say('review_heading')}</h1>
            {linked.kind === 'unusable' && <Notice tone="problem">{reasonInWords(linked.reason)}</Notice>}
            <JoinForm onLink={(link) => location.assign(reviewAddress(link))} />
          </section>
        )}
        {linked.kind === 'link' && stage.kind === 'before' && (
          <BeforeReview
            link={linked.link}
            linkText={linked.text}
            onReviewed={(id, signed) => setStage({ kind: 'consent', id, signed })}
          />
        )}
        {linked.kind === 'link' && stage.kind === 'consent' && (
          <Consent
            id={stage.id}
            server={linked.link.server}
            signed={stage.signed}
            onDecided={(kind) => setStage({ kind, title: stage.signed.document.title, server: linked.link.server })}
          />
        )}
        {(stage.kind === 'joined' || stage.kind === 'declined') && (
          <Decided decision={stage.kind} title={stage.title} server={stage.server} />
        )}
      </main>
    </div>
  );
}
