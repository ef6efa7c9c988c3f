import { say } from '../../language/say.ts';

export interface Standing {
  readonly paused: boolean;
  /** How many studies were joined. */
  readonly studies: number;
  /** How many sites were allowed. */
  readonly sites: number;
}

/** Whether Data Donor is on for its volunteer, and what it waits for. */
export function standingInWords({ paused, studies, sites }: Standing): string {
  const values = { studies, sites };
  if (studies === 0 && sites === 0) return say('welcome_off');
  if (paused) return say('welcome_paused');
  if (sites === 0) return say('welcome_no_site', values);
  return say(studies === 0 ? 'welcome_no_study' : 'welcome_on', values);
}
