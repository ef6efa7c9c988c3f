import { expect, test } from 'vitest';
import { roundIdSchema, studyIdSchema } from '../../../../core/ids.ts';
import {
  type Charge,
  chargeSchema,
  decideCharge,
  defaultCaps,
  summarise,
  windowMs,
} from '../../../../core/privacy/ledger.ts';
import { realisedEpsilon, subsetSelection } from '../../../../core/privacy/subset-selection.ts';

const id = (n: number): string => n.toString(16).padStart(64, '0');
const start = Date.UTC(2026, 0, 1);

type Request = Parameters<typeof decideCharge>[0];
const request = (ledger: readonly unknown[], change: Partial<Request> = {}): Request => ({
  ledger,
  caps: defaultCaps,
  study: studyIdSchema.parse(id(1)),
  round: roundIdSchema.parse(id(1000 + ledger.length)),
  epsilon: 4,
  now: start,
  ...change,
});
const reason = (ledger: readonly unknown[], change: Partial<Request> = {}): string => {
  const decision = decideCharge(request(ledger, change));
  return decision.kind === 'refused' ? decision.reason : decision.kind;
};
const charge = (sequence: number, change: Partial<Record<keyof Charge, unknown>> = {}) => ({
  sequence,
  study: id(1),
  round: id(sequence),
  epsilon: 4,
  at: start,
  ...change,
});

test('allows the first vote and hands back the record to store', () => {
  expect(decideCharge(request([]))).toEqual({
    kind: 'allowed',
    charge: { sequence: 0, study: id(1), round: id(1000), epsilon: 4, at: start },
  });
});

test('two charges fill a window of 8, realised or exact, and nothing more fits', () => {
  const realised = realisedEpsilon(subsetSelection(21, 4));
  for (const epsilon of [4, realised]) {
    const ledger = [charge(0, { epsilon })];
    expect(reason(ledger, { epsilon })).toBe('allowed');
    expect(reason([...ledger, charge(1, { epsilon })], { epsilon: 1e-6 })).toBe('over-window-cap');
  }
});

test('refuses a single report over its cap', () => {
  expect(reason([], { epsilon: 4.000000001 })).toBe('over-report-cap');
  expect(reason([], { caps: { perReport: 0, window: 0 } })).toBe('over-report-cap');
  expect(reason([], { caps: { perReport: 4, window: 3 } })).toBe('over-window-cap');
});

test('many small charges do not drift over the cap', () => {
  // 0.1 added 80 times in floating point gives 7.99999999999998: an 81st of 1e-14 would slip in.
  const ledger = Array.from({ length: 80 }, (_, i) => charge(i, { epsilon: 0.1 }));
  expect(ledger.reduce((sum) => sum + 0.1, 0)).toBeLessThan(8);
  expect(reason(ledger, { epsilon: 1e-14 })).toBe('over-window-cap');
});

test('charges of all studies count for 30 days, to the millisecond', () => {
  const ledger = [charge(0), charge(1, { study: id(2) })];
  expect(reason(ledger, { now: start + windowMs })).toBe('over-window-cap');
  expect(reason(ledger, { now: start + windowMs + 1 })).toBe('allowed');
  expect(summarise(ledger, start + windowMs)).toEqual({ window: 8, lifetime: 8, warn: false });
  expect(summarise(ledger, start + windowMs + 1)).toEqual({ window: 0, lifetime: 8, warn: false });
});

test('one vote per study and round', () => {
  const first = charge(0);
  const again = { study: studyIdSchema.parse(first.study), round: roundIdSchema.parse(first.round) };
  expect(reason([first], again)).toBe('already-charged');
  expect(reason([first], { ...again, study: studyIdSchema.parse(id(2)) })).toBe('allowed');
});

test('a clock set back forgets nothing and time never runs backwards', () => {
  const ledger = [charge(0, { at: start + 5 * windowMs }), charge(1, { at: start + 5 * windowMs })];
  expect(reason(ledger)).toBe('over-window-cap');
  expect(reason(ledger, { now: 0 })).toBe('over-window-cap');
  const decision = decideCharge(request(ledger.slice(0, 1)));
  expect(decision).toMatchObject({ kind: 'allowed', charge: { at: start + 5 * windowMs } });
});

test.each([
  ['a gap', [charge(0), charge(2)]],
  ['a lost first record', [charge(1)]],
  ['a repeated record', [charge(0), charge(0)]],
  ['records out of order', [charge(1), charge(0)]],
  ['time that ran backwards', [charge(0), charge(1, { at: start - 1 })]],
  ['one round charged twice', [charge(0), charge(1, { round: id(0) })]],
  ['a missing field', [{ ...charge(0), epsilon: undefined }]],
  ['a field too many', [{ ...charge(0), refunded: true }]],
  ['a negative epsilon', [charge(0, { epsilon: -4 })]],
  ['an epsilon of zero', [charge(0, { epsilon: 0 })]],
  ['an epsilon that is no number', [charge(0, { epsilon: Number.NaN })]],
  ['an infinite epsilon', [charge(0, { epsilon: Number.POSITIVE_INFINITY })]],
  ['an epsilon as text', [charge(0, { epsilon: '4' })]],
  ['a time that is no number', [charge(0, { at: Number.NaN })]],
  ['a foreign id', [charge(0, { study: 'somebody' })]],
  ['something else', [null]],
  ['a sum beyond exact integers', Array.from({ length: 9 }, (_, i) => charge(i, { epsilon: 1024 }))],
])('refuses everything when the ledger holds %s', (_what, ledger) => {
  expect(reason(ledger, { epsilon: 0.1, now: start + 100 * windowMs })).toBe('ledger-unreadable');
  expect(summarise(ledger, start)).toEqual({ unreadable: true });
});

test('answered-round marks reveal lost newest records', () => {
  expect(reason([charge(0)], { answeredRounds: 1 })).toBe('allowed');
  expect(reason([charge(0)], { answeredRounds: 2 })).toBe('ledger-unreadable');
  expect(reason([], { answeredRounds: 1 })).toBe('ledger-unreadable');
});

test.each<[string, Partial<Record<keyof Request, unknown>>]>([
  ['no epsilon', { epsilon: Number.NaN }],
  ['an epsilon of zero', { epsilon: 0 }],
  ['an infinite epsilon', { epsilon: Number.POSITIVE_INFINITY }],
  ['a clock that shows nothing', { now: Number.NaN }],
  ['caps that are no numbers', { caps: { perReport: Number.NaN, window: 8 } }],
  ['caps without end', { caps: { perReport: 4, window: Number.POSITIVE_INFINITY } }],
  ['a round without a name', { round: '' }],
])('refuses a request with %s', (_what, change) => {
  expect(reason([], change as Partial<Request>)).toBe('invalid-request');
});

test('warns from a lifetime total of 32, and counts everything when the clock shows nothing', () => {
  const ledger = Array.from({ length: 8 }, (_, i) => charge(i, { at: start + 2 * i * windowMs }));
  expect(summarise(ledger.slice(0, 7), start)).toMatchObject({ lifetime: 28, warn: false });
  expect(summarise(ledger, start + 14 * windowMs)).toEqual({ window: 4, lifetime: 32, warn: true });
  expect(summarise(ledger, Number.NaN)).toMatchObject({ window: 32 });
  expect(ledger.every((c) => chargeSchema.safeParse(c).success)).toBe(true);
});
