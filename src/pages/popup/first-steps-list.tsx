import { say, tell } from '../../language/say.ts';
import type { SentenceKey } from '../../language/sentence-keys.ts';
import type { FirstSteps } from '../device/first-steps.ts';

const steps = [
  { name: 'joined', title: 'popup_step_join', how: 'popup_step_join_how' },
  { name: 'allowed', title: 'popup_step_allow', how: 'popup_step_allow_how' },
  { name: 'wrote', title: 'popup_step_write', how: 'popup_step_write_how' },
  { name: 'answered', title: 'popup_step_answer', how: 'popup_step_answer_how' },
] as const satisfies readonly { name: keyof FirstSteps; title: SentenceKey; how: SentenceKey }[];

const pasteLink = (words: unknown) => (
  <a href="../home/index.html#studies" target="_blank" rel="noopener">
    {words as string}
  </a>
);

/** The way to a first answer: what is done, and how the next step goes. */
export function FirstStepsList({ steps: done }: { readonly steps: FirstSteps }) {
  const next = steps.find(({ name }) => !done[name]);
  return (
    <section class="stack-s" aria-labelledby="first-steps">
      <h2 id="first-steps">{say('popup_first_steps')}</h2>
      <ol class="first-steps">
        {steps.map(({ name, title, how }) => (
          <li
            key={name}
            class={done[name] ? 'step-done' : undefined}
            aria-current={name === next?.name ? 'step' : undefined}
          >
            <span>
              {say(title)} {done[name] && <span class="step-state">{say('popup_step_done')}</span>}
            </span>
            {name === next?.name && <p class="small">{tell(how, { paste: pasteLink })}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
