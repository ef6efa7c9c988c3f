import type { StudyId } from '../../../core/ids.ts';
import type { JoinLink } from '../../../core/protocol/join-link.ts';
import { say } from '../../language/say.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { fingerprintInWords } from '../words/origins.ts';

interface Props {
  readonly server: string;
  readonly study: StudyId;
  readonly publicKey: JoinLink['publicKey'];
  /** Whether the study was fetched, and fits both. */
  readonly checked: boolean;
}

/** Hash and key for whoever wants to compare them; nobody has to. */
export function Verify({ server, study, publicKey, checked }: Props) {
  return (
    <details class="verify">
      <summary>{say('review_verify')}</summary>
      <div class="stack">
        <p>{say(checked ? 'review_verify_why' : 'review_verify_link_why')}</p>
        <dl class="facts">
          <div>
            <dt>{say('review_server')}</dt>
            <dd class="stack-s">
              <code>
                <bdi>{server}</bdi>
              </code>
              <CopyButton value={server} what={say('review_server')} />
            </dd>
          </div>
          <Fact term={say('review_document')} value={study} why={say('review_document_why')} />
          <Fact term={say('review_key')} value={publicKey} why={say('review_key_why')} />
        </dl>
      </div>
    </details>
  );
}

function Fact({ term, value, why }: { readonly term: string; readonly value: string; readonly why: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd class="stack-s">
        <code class="hash">{fingerprintInWords(value)}</code>
        <CopyButton value={value} what={term} />
        <p class="muted small">{why}</p>
      </dd>
    </div>
  );
}
