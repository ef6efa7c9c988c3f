import { say } from '../../language/say.ts';
import type { Questions } from '../device/read-questions.ts';

/** How many questions are open, and what answering them takes from the budget. */
export function costInWords({ rounds, uses, left, cap, fitting }: Questions): string {
  const count = rounds.length;
  if (count === 0) return say('cost_none_known');
  if (fitting === 0) return say('cost_no_room', { count, left, cap });
  return say(fitting < count ? 'cost_some' : 'cost_all', { count, fitting, uses, left, cap });
}
