import { say, tell } from '../../language/say.ts';
import { send } from '../../messages.ts';
import type { WithdrawnStudy } from '../../storage/database.ts';
import { useCommand } from '../device/use-command.ts';
import { Notice } from '../parts/notice.tsx';
import { Quoted } from '../parts/quoted.tsx';
import { dateInWords } from '../words/time.ts';

const whyLeft = {
  'no-host': 'home_withdrawn_no_host',
  'no-data-collection': 'home_withdrawn_no_data_collection',
} as const;

interface Props {
  readonly study: WithdrawnStudy;
  onRead(): Promise<void>;
}

/** Says that a study was withdrawn, or left for want of a permission, until it has been read. */
export function Withdrawn({ study: { study, title, at, lost }, onRead }: Props) {
  const { busy, refusal, run } = useCommand();
  const read = async () => {
    if (await run(() => send('forget-withdrawn-study', { study }))) await onRead();
  };
  return (
    <Notice tone="warning">
      <div class="stack-s">
        <p>{tell(lost === undefined ? 'home_withdrawn' : whyLeft[lost], { title: <Quoted words={title} /> })}</p>
        <p>{say('home_withdrawn_left', { at: dateInWords(at) })}</p>
        {refusal !== null && <p role="alert">{refusal}</p>}
        <div class="actions">
          <button type="button" aria-disabled={busy} onClick={read}>
            {say('home_withdrawn_read')}
          </button>
        </div>
      </div>
    </Notice>
  );
}
