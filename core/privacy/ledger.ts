import { z } from 'zod';
import { type RoundId, roundIdSchema, type StudyId, studyIdSchema } from '../ids.ts';

/**
 * The ledger: what the votes of this device have revealed, over all studies and servers, and whether one more may
 * follow (P6). It is a pure function of the stored records. When in doubt, it refuses.
 *
 * **Invariant.** Whatever the order of requests and whatever the clock shows: no charge exceeds `perReport`, and all
 * charges recorded in any 30 days add up to at most `window`. Recorded times never decrease, and loss or change of
 * records is noticed. Proof and limits: docs/mathematics.md, "The ledger".
 */
export const chargeSchema = z
  .strictObject({
    /** Position in the ledger, from 0 without gaps, so that a missing record is noticed. */
    sequence: z.int().min(0),
    study: studyIdSchema,
    round: roundIdSchema,
    epsilon: z.number().positive().max(1024),
    /** Milliseconds since 1970, never before the charge before it. */
    at: z.int().min(0),
  })
  .readonly();
/** One entry of the ledger: the privacy loss of one vote, charged when it was randomised. */
export type Charge = z.infer<typeof chargeSchema>;

/** Limits that the volunteer owns; nothing a server says raises them (P6). */
export interface Caps {
  readonly perReport: number;
  readonly window: number;
}
export const defaultCaps: Caps = { perReport: 4, window: 8 };
export const windowMs = 30 * 24 * 60 * 60 * 1000;
/** Lifetime total from which the ledger carries a plain warning. */
export const lifetimeWarning = 32;

export type ChargeDecision =
  | { readonly kind: 'allowed'; readonly charge: Charge }
  | {
      readonly kind: 'refused';
      readonly reason:
        | 'over-report-cap'
        | 'over-window-cap'
        | 'already-charged'
        | 'invalid-request'
        | 'ledger-unreadable';
    };

/**
 * Charges are added as whole multiples of 2^-40 (about 1e-12), each rounded up, caps rounded down: integers add
 * exactly, so no number of charges drifts over a cap, and two charges of 4 fit a cap of 8.
 */
const unitsPerEpsilon = 2 ** 40;
const chargedUnits = (epsilon: number): number => Math.ceil(epsilon * unitsPerEpsilon);
const capUnits = (cap: number): number => Math.floor(cap * unitsPerEpsilon);

const sumUnits = (charges: readonly Charge[]): number =>
  charges.reduce((sum, charge) => sum + chargedUnits(charge.epsilon), 0);

/** Charges of the last 30 days and those that claim to be later; all of them when `now` is no number. */
const inWindow = (charges: readonly Charge[], now: number): readonly Charge[] =>
  charges.filter((charge) => !(charge.at < now - windowMs));

/** The stored records as charges; undefined when any of them is malformed, missing, repeated or out of order. */
function readLedger(ledger: readonly unknown[]): readonly Charge[] | undefined {
  const charges: Charge[] = [];
  const rounds = new Set<string>();
  for (const [position, record] of ledger.entries()) {
    const parsed = chargeSchema.safeParse(record);
    if (!parsed.success) return undefined;
    const charge = parsed.data;
    if (charge.sequence !== position || charge.at < (charges[position - 1]?.at ?? 0)) return undefined;
    charges.push(charge);
    rounds.add(`${charge.study}/${charge.round}`);
  }
  // Beyond this sum (8192) integers of 2^-40 would no longer add exactly; no honest ledger comes near it.
  if (!Number.isSafeInteger(sumUnits(charges))) return undefined;
  return rounds.size === charges.length ? charges : undefined;
}

const requestSchema = z.object({
  caps: z.object({ perReport: z.number().min(0), window: z.number().min(0) }),
  study: studyIdSchema,
  round: roundIdSchema,
  epsilon: chargeSchema.unwrap().shape.epsilon,
  now: z.int().min(0),
});

/**
 * Whether a vote of `epsilon` in `round` may be randomised now, and the charge to store if so. Store it in one
 * transaction with what it pays for.
 *
 * @param request.ledger all stored records, by ascending sequence, as they came from the store
 * @param request.epsilon the realised epsilon ln(W / M) of the round's mechanism
 * @param request.now milliseconds since 1970
 * @param request.answeredRounds number of answered-round marks in the store; when it is given and differs from the
 * number of
 *   charges, the ledger has lost records
 */
export function decideCharge(request: {
  readonly ledger: readonly unknown[];
  readonly caps: Caps;
  readonly study: StudyId;
  readonly round: RoundId;
  readonly epsilon: number;
  readonly now: number;
  readonly answeredRounds?: number;
}): ChargeDecision {
  const refused = (reason: (ChargeDecision & { kind: 'refused' })['reason']): ChargeDecision => ({
    kind: 'refused',
    reason,
  });
  if (!requestSchema.safeParse(request).success) return refused('invalid-request');
  const { caps, study, round, epsilon, now } = request;
  const charges = readLedger(request.ledger);
  if (charges === undefined) return refused('ledger-unreadable');
  if ((request.answeredRounds ?? charges.length) !== charges.length) return refused('ledger-unreadable');
  if (charges.some((charge) => charge.study === study && charge.round === round)) return refused('already-charged');
  const units = chargedUnits(epsilon);
  if (units > capUnits(caps.perReport)) return refused('over-report-cap');
  if (sumUnits(inWindow(charges, now)) + units > capUnits(caps.window)) return refused('over-window-cap');
  const at = Math.max(now, charges.at(-1)?.at ?? 0);
  return { kind: 'allowed', charge: { sequence: charges.length, study, round, epsilon, at } };
}

/**
 * What the ledger shows the volunteer: epsilon spent in the last 30 days and in all (rounded up to 2^-40), and whether
 * the lifetime total calls for a warning. A ledger that cannot be read says so instead of showing a smaller number.
 */
export function summarise(
  ledger: readonly unknown[],
  now: number,
): { window: number; lifetime: number; warn: boolean } | { unreadable: true } {
  const charges = readLedger(ledger);
  if (charges === undefined) return { unreadable: true };
  const lifetime = sumUnits(charges) / unitsPerEpsilon;
  const window = sumUnits(inWindow(charges, now)) / unitsPerEpsilon;
  return { window, lifetime, warn: lifetime >= lifetimeWarning };
}
