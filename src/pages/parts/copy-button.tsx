import { useState } from 'preact/hooks';
import { say } from '../../language/say.ts';
import { Announcements } from './notice.tsx';

interface Props {
  readonly value: string;
  /** What it is, in words. */
  readonly what: string;
}

/** Copies a hash or key as a whole, and says so. Pages of an extension need no permission for it inside a click. */
export function CopyButton({ value, what }: Props) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setSaid(say('copied', { what }));
    } catch {
      setSaid(say('copy_refused'));
    }
  };
  return (
    <div class="copy">
      <button type="button" class="quiet" aria-label={say('copy_what', { what })} onClick={copy}>
        {say('copy')}
      </button>
      <Announcements>{said !== null && <span class="small">{said}</span>}</Announcements>
    </div>
  );
}
