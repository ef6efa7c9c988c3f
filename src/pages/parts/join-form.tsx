import { useId, useState } from 'preact/hooks';
import { JoinLinkError, parseJoinLink } from '../../../core/protocol/join-link.ts';
import { say } from '../../language/say.ts';
import { joinLinkReason } from '../../refusal.ts';
import { reasonInWords } from '../words/reasons.ts';

/** Address of the review page for `link`; the link stands in the fragment, so that it is sent nowhere. */
export const reviewAddress = (link: string): string =>
  `${new URL('/src/pages/review/index.html', location.href).href}#${encodeURIComponent(link.trim())}`;

interface Props {
  /** What to do with a link that has the right form. */
  onLink(link: string): void;
}

/** Takes a pasted join link. Nothing is requested here: the review page shows what the link says first. */
export function JoinForm({ onLink }: Props) {
  const [link, setLink] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useId();
  const submit = (event: Event) => {
    event.preventDefault();
    try {
      parseJoinLink(link);
    } catch (error) {
      if (!(error instanceof JoinLinkError)) throw error;
      setProblem(reasonInWords(joinLinkReason(error)));
      return;
    }
    setProblem(null);
    onLink(link.trim());
  };
  return (
    <form class="stack-s" onSubmit={submit} noValidate>
      <label for={field}>{say('join_form_label')}</label>
      <div class="field-row">
        <input
          id={field}
          type="url"
          value={link}
          onInput={(event) => setLink(event.currentTarget.value)}
          placeholder="https://study.example/join#study=…&key=…"
          aria-describedby={`${field}-help`}
          aria-invalid={problem !== null}
          autocomplete="off"
          spellcheck={false}
        />
        <button type="submit">{say('join_form_open')}</button>
      </div>
      <p id={`${field}-help`} class={problem === null ? 'muted small' : 'field-problem'} aria-live="polite">
        {problem ?? say('join_form_help')}
      </p>
    </form>
  );
}
