import { useCallback, useState } from 'preact/hooks';
import { type Refusal, reasonOf } from '../../refusal.ts';
import { reasonInWords } from '../words/reasons.ts';

export interface Command {
  readonly busy: boolean;
  /** Why the last command was not done, in words for the volunteer. */
  readonly refusal: string | null;
  /** Runs one command at a time; undefined when it was refused or another one is still running. */
  run<Response extends { ok: true }>(command: () => Promise<Response | Refusal>): Promise<Response | undefined>;
}

/** A command to the background with its state: at work, done, or refused with a reason. */
export function useCommand(): Command {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const run = useCallback(
    async <Response extends { ok: true }>(command: () => Promise<Response | Refusal>) => {
      if (busy) return undefined;
      setBusy(true);
      setRefusal(null);
      try {
        const response = await command();
        if (response.ok) return response;
        setRefusal(reasonInWords(response.reason));
      } catch {
        setRefusal(reasonInWords(reasonOf('reason_no_answer')));
      } finally {
        setBusy(false);
      }
      return undefined;
    },
    [busy],
  );
  return { busy, refusal, run };
}
