import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StudyId } from '../../../../core/ids.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { boxMs, drawSendTime, drawSendTimes, sealLimitMs } from '../../../../src/donation/send-time.ts';

const hour = 60 * 60 * 1000;
const now = 1_900_000_000_000;

describe('the send time', () => {
  it('of a click is 30 s after it, or as soon as a vote can surely be sealed', () => {
    const random = seededRandom(1);
    expect(drawSendTime({ kind: 'click', at: now - 5_000 }, now + hour, now, random)).toBe(now + 25_000);
    expect(drawSendTime({ kind: 'click', at: now - 40_000 }, now + hour, now, random)).toBe(now + sealLimitMs);
  });

  it('drawn by itself lies within the next 24 h and before the round closes', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 100 * hour }), (seed, openMs) => {
        const sendAt = drawSendTime({ kind: 'by-itself' }, now + openMs, now, seededRandom(seed));
        if (openMs < 90_000) return sendAt === undefined;
        return sendAt !== undefined && sendAt >= now + 30_000 && sendAt <= now + Math.min(openMs, 24 * hour);
      }),
    );
  });

  it.each([{ kind: 'click', at: now } as const, { kind: 'by-itself' } as const])(
    'of $kind leaves a minute before the round closes, or is missing',
    (occasion) => {
      expect(drawSendTime(occasion, now + 90_000, now, seededRandom(4))).toBe(now + 30_000);
      expect(drawSendTime(occasion, now + 89_999, now, seededRandom(4))).toBeUndefined();
    },
  );

  it('drawn by itself reaches both ends of what is left', () => {
    const random = seededRandom(5);
    const times = Array.from({ length: 50 }, () => drawSendTime({ kind: 'by-itself' }, now + 90_002, now, random));
    expect([...new Set(times)].sort()).toEqual([now + 30_000, now + 30_001, now + 30_002]);
  });

  it('drawn by itself reaches all of the day', () => {
    const random = seededRandom(2);
    const quarters = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const sendAt = drawSendTime({ kind: 'by-itself' }, now + 100 * hour, now, random) ?? 0;
      quarters.add(Math.floor((sendAt - now) / (6 * hour)));
    }
    expect([...quarters].sort()).toEqual([0, 1, 2, 3]);
  });

  it('is missing when the round closes too soon', () => {
    expect(drawSendTime({ kind: 'click', at: now }, now + 60_000, now, seededRandom(3))).toBeUndefined();
  });

  it('leaves five seconds after the box for storing votes', () => {
    expect(sealLimitMs - boxMs).toBe(5_000);
    expect(boxMs).toBe(15_000);
  });

  it('of a click is not kept back by a clock that was set back since', () => {
    expect(drawSendTime({ kind: 'click', at: now + 100 * hour }, now + hour, now, seededRandom(6))).toBe(now + 30_000);
  });
});

describe('the send times of one click', () => {
  const rounds = ['a', 'a', 'b', 'c'].map((study) => ({ study: study as StudyId, lastMoment: now + 100 * hour }));

  it('are half a minute later for one study, drawn by chance, and drawn apart over a day for the others', () => {
    const random = seededRandom(7);
    const clicked = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const times = drawSendTimes({ kind: 'click', at: now }, rounds, now, random);
      const soon = rounds.filter((_, position) => times[position] === now + 30_000).map(({ study }) => study);
      expect(new Set(soon).size).toBe(1);
      expect(soon).toHaveLength(rounds.filter(({ study }) => study === soon[0]).length);
      clicked.add(soon[0] as string);
      expect(new Set(times).size).toBe(rounds.length - soon.length + 1);
    }
    expect([...clicked].sort()).toEqual(['a', 'b', 'c']);
  });

  it('are none for no rounds', () => {
    expect(drawSendTimes({ kind: 'click', at: now }, [], now, seededRandom(8))).toEqual([]);
  });
});
