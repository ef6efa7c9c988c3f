/** Why something was not done, in words for the volunteer. */
export interface Refusal {
  readonly ok: false;
  readonly reason: string;
}

export const refused = (reason: string): Refusal => ({ ok: false, reason });
