import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { drawSendTime, resumedSendTime, sealLimitMs } from '../../../../src/donation/send-time.ts';

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

  it('of an interrupted donation moves only when too little time is left', () => {
    expect(resumedSendTime(now + hour, now)).toBe(now + hour);
    expect(resumedSendTime(now - hour, now)).toBe(now + sealLimitMs);
  });
});
