import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say } from '../../language/say.ts';
import { send } from '../../messages.ts';
import { useCommand } from '../device/use-command.ts';
import { Announcements, Notice } from '../parts/notice.tsx';
import { Confirm, Consequences } from './confirm.tsx';

/** Deletes all that can be deleted, after saying what stays and why. */
export function Erase() {
  const [stage, setStage] = useState<'idle' | 'asked' | 'erased'>('idle');
  const { busy, refusal, run } = useCommand();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (stage === 'erased') heading.current?.focus();
  }, [stage]);
  const erase = async () => {
    if (await run(() => send('erase-everything', {}))) setStage('erased');
  };
  return (
    <section class="stack" aria-labelledby="erase">
      <h2 id="erase" ref={heading} tabIndex={-1}>
        {say('home_erase_heading')}
      </h2>
      <p>{say('home_erase_text')}</p>
      <Announcements>{stage === 'erased' && <Notice tone="good">{say('home_erased')}</Notice>}</Announcements>
      <div class="actions">
        <button type="button" class="danger" aria-haspopup="dialog" onClick={() => setStage('asked')}>
          {say('home_erase')}
        </button>
      </div>
      <Confirm
        open={stage === 'asked'}
        title={say('home_erase_title')}
        confirm={say('home_erase_confirm')}
        cancel={say('home_erase_cancel')}
        busy={busy}
        refusal={refusal}
        onConfirm={erase}
        onCancel={() => setStage('idle')}
      >
        <Consequences goes={say('home_erase_goes')} stays={say('home_erase_stays')} ends={say('home_erase_ends')} />
      </Confirm>
    </section>
  );
}
