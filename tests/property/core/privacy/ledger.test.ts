import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundIdSchema, studyIdSchema } from '../../../../core/ids.ts';
import { type Caps, decideCharge, summarise, windowMs } from '../../../../core/privacy/ledger.ts';

const id = (n: number): string => n.toString(16).padStart(64, '0');
const day = 86_400_000;

/** A request at a clock that jumps forwards and backwards; epsilons at and around whole caps, down to the last bit. */
const operation = fc.record({
  study: fc.integer({ min: 0, max: 2 }),
  round: fc.integer({ min: 0, max: 30 }),
  epsilon: fc.oneof(
    fc.constantFrom(4, 2, 1, 0.1, 0.3, 3.9999999999999996, 4.000000000000001, 2 / 3),
    fc.double({ min: 0.001, max: 5, noNaN: true }),
  ),
  jump: fc.oneof(
    fc.integer({ min: 0, max: 3 * day }),
    fc.constantFrom(0, 1, windowMs, windowMs + 1, -windowMs, -day, 400 * day, -400 * day),
  ),
});
const caps = fc.record({
  perReport: fc.constantFrom(0, 0.3, 1, 4),
  window: fc.constantFrom(0, 0.3, 1, 4, 8, 7.999999999999999),
});

/** The exact value of a double, in units of 2^-80. */
const exactly = (value: number): bigint => BigInt(value * 2 ** 62) * 2n ** 18n;

function run(limits: Caps, operations: readonly { study: number; round: number; epsilon: number; jump: number }[]) {
  const ledger: { study: string; round: string; epsilon: number; at: number }[] = [];
  let now = Date.UTC(2026, 0, 1);
  for (const { study, round, epsilon, jump } of operations) {
    now = Math.max(0, now + jump);
    const decision = decideCharge({
      ledger,
      caps: limits,
      study: studyIdSchema.parse(id(study)),
      round: roundIdSchema.parse(id(round)),
      epsilon,
      now,
    });
    if (decision.kind === 'allowed') ledger.push(structuredClone(decision.charge));
  }
  return { ledger, now };
}

test('no sequence of requests and clock jumps exceeds a cap, by exact arithmetic', () => {
  let charges = 0;
  let refusals = 0;
  fc.assert(
    fc.property(caps, fc.array(operation, { maxLength: 40 }), (limits, operations) => {
      const { ledger } = run(limits, operations);
      charges += ledger.length;
      refusals += operations.length - ledger.length;
      for (const { epsilon, at } of ledger) {
        expect(exactly(epsilon) <= exactly(limits.perReport)).toBe(true);
        const within = ledger.filter((other) => other.at <= at && other.at >= at - windowMs);
        const spent = within.reduce((sum, other) => sum + exactly(other.epsilon), 0n);
        expect(spent <= exactly(limits.window)).toBe(true);
      }
      expect(new Set(ledger.map(({ study, round }) => `${study} ${round}`)).size).toBe(ledger.length);
      expect(ledger.every(({ at }, i) => at >= (ledger[i - 1]?.at ?? 0))).toBe(true);
    }),
    { seed: 1, numRuns: 2000 },
  );
  // Both outcomes were really exercised.
  expect(charges).toBeGreaterThan(1000);
  expect(refusals).toBeGreaterThan(1000);
});

test('losing, repeating or swapping records of any ledger is noticed, except the newest', () => {
  const damage = fc.constantFrom('drop', 'repeat', 'swap');
  fc.assert(
    fc.property(fc.array(operation, { minLength: 4, maxLength: 30 }), damage, fc.nat(), (operations, kind, pick) => {
      const { ledger, now } = run({ perReport: 4, window: 8 }, operations);
      fc.pre(ledger.length >= 2);
      const at = pick % (ledger.length - 1);
      const records: unknown[] = [...ledger];
      if (kind === 'drop') records.splice(at, 1);
      else if (kind === 'repeat') records.splice(at, 0, records[at]);
      else records.splice(at, 2, records[at + 1], records[at]);
      expect(summarise(records, now)).toEqual({ unreadable: true });
    }),
    { seed: 2 },
  );
});
