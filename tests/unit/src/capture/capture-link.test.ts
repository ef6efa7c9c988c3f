import { describe, expect, it } from 'vitest';
import { type Ask, CaptureLink } from '../../../../src/capture/capture-link.ts';

type Reply = Record<string, unknown> | undefined;
const done = { ok: true };
const capturing = (epoch: number) => ({ ok: true, epoch, capturing: true });
const idle = (epoch: number) => ({ ok: true, epoch, capturing: false });

/** A link, what its capture was told, and a background whose replies the test gives one by one. */
function linked(driven = true) {
  const told: string[] = [];
  const sent: { name: string; request: object; reply(reply: Reply): Promise<void> }[] = [];
  const ask = ((name: string, request: object) =>
    new Promise<unknown>((resolve) => {
      sent.push({
        name,
        request,
        async reply(reply) {
          resolve(reply);
          await new Promise((later) => setTimeout(later));
        },
      });
    })) as Ask;
  const clock = { now: 1_800_000_000_000 };
  const link = new CaptureLink(ask, () => clock.now);
  const capture = { begin: () => told.push('begin'), pause: () => told.push('pause') };
  if (driven) link.drive(capture);
  return {
    link,
    clock,
    capture,
    told,
    sent,
    last: () => {
      const message = sent.at(-1);
      if (!message) throw new Error('nothing was sent');
      return message;
    },
    names: () => sent.map(({ name }) => name),
  };
}

async function capturingLink() {
  const world = linked();
  world.link.askState();
  await world.last().reply(capturing(1));
  world.told.length = 0;
  world.sent.length = 0;
  return world;
}

describe('a content script that has just started', () => {
  const draft = { field: 'a', text: 'three small words' };

  it('hands over what was typed meanwhile once the background says yes, and goes on', async () => {
    const { link, told, last, sent } = linked();
    link.start();
    expect(told).toEqual(['begin']);
    link.keep({ field: 'a', text: 'three small' });
    link.keep(draft);
    link.keep({ field: 'b', text: 'taken back again' });
    link.retract('b');
    link.askUnknownState();
    expect(sent).toHaveLength(1);
    await last().reply(capturing(3));
    expect(told).toEqual(['begin']);
    expect(sent.slice(1)).toMatchObject([{ name: 'draft-captured', request: { ...draft, epoch: 3 } }]);
    link.keep({ ...draft, text: 'four very small words' });
    expect(last().request).toMatchObject({ text: 'four very small words', epoch: 3 });
  });

  it.each<[string, Reply]>([
    ['says no', idle(1)],
    ['refuses', { ok: false, notKept: 'not-allowed' }],
    ['cannot be reached', undefined],
  ])('drops it and pauses when the background %s', async (_name, reply) => {
    const { link, told, last, sent } = linked();
    link.start();
    link.keep(draft);
    await last().reply(reply);
    expect(told).toEqual(['begin', 'pause']);
    link.keep(draft);
    expect(sent).toHaveLength(1);
  });

  it('drops it when an epoch ends meanwhile', async () => {
    const { link, told, sent } = linked();
    link.start();
    link.keep(draft);
    link.hear(2);
    expect(told).toEqual(['begin', 'pause']);
    await sent[0]?.reply(capturing(1));
    await sent[1]?.reply(capturing(2));
    expect(told).toEqual(['begin', 'pause', 'begin']);
    expect(sent).toHaveLength(2);
  });

  it('follows a document that is written over the first', () => {
    const { link } = linked();
    link.start();
    const told: string[] = [];
    link.drive({ begin: () => told.push('begin'), pause: () => told.push('pause') });
    expect(told).toEqual(['begin']);
  });

  it('asks also before it has a capture, which begins when it comes', () => {
    const { link, told, sent, capture } = linked(false);
    link.start();
    expect(sent).toHaveLength(1);
    link.drive(capture);
    expect(told).toEqual(['begin']);
  });

  it.each([capturing(1), idle(1)])('needs no capture to learn its state: %j', async (reply) => {
    const { link, told, last, capture } = linked(false);
    link.start();
    await last().reply(reply);
    link.askState();
    await last().reply(reply);
    link.drive(capture);
    expect(told).toEqual(reply.capturing ? ['begin'] : []);
  });

  it('takes back later what it handed over then', async () => {
    const { link, last, names } = linked();
    link.start();
    link.keep(draft);
    await last().reply(capturing(3));
    link.retract('a');
    expect(names()).toEqual(['capture-state', 'draft-captured', 'draft-retracted']);
  });
});

describe('a content script', () => {
  it('is paused until the background says that its frame may capture', async () => {
    const { link, told, last, sent } = linked();
    link.keep({ field: 'a', text: 'typed too early' });
    expect(sent).toEqual([]);
    link.askState();
    expect(told).toEqual(['pause']);
    await last().reply(capturing(1));
    expect(told).toEqual(['pause', 'begin']);
  });

  it.each<[string, Reply]>([
    ['says no', idle(1)],
    ['refuses', { ok: false, notKept: 'not-allowed' }],
    ['cannot be reached', undefined],
  ])('stays paused when the background %s', async (_name, reply) => {
    const { link, told, last, sent } = linked();
    link.askState();
    await last().reply(reply);
    expect(told).toEqual(['pause']);
    link.keep({ field: 'a', text: 'typed meanwhile' });
    expect(sent).toHaveLength(1);
  });

  it('asks again on an occasion only when it does not know its state', async () => {
    const { link, told, last, sent } = linked();
    link.askState();
    await last().reply(undefined);
    link.askUnknownState();
    await last().reply(capturing(1));
    expect(told).toEqual(['pause', 'begin']);
    link.askUnknownState();
    expect(sent).toHaveLength(2);
  });

  it('hands drafts over in the epoch that it knows', async () => {
    const { link, sent } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    expect(sent).toMatchObject([
      { name: 'draft-captured', request: { field: 'a', text: 'three small words', epoch: 1 } },
    ]);
  });

  it('pauses at once when it hears of another epoch, and asks', async () => {
    const { link, told, last } = await capturingLink();
    link.hear(2);
    expect(told).toEqual(['pause']);
    await last().reply(capturing(2));
    expect(told).toEqual(['pause', 'begin']);
    link.keep({ field: 'a', text: 'three small words' });
    expect(last().request).toMatchObject({ epoch: 2 });
  });

  it('goes on when it hears of the epoch in which it captures', async () => {
    const { link, told, sent } = await capturingLink();
    link.hear(1);
    expect([told, sent]).toEqual([[], []]);
  });

  it('asks when it hears of its epoch while it does not capture: its site may be allowed now', async () => {
    const { link, told, last } = linked();
    link.askState();
    await last().reply(idle(1));
    link.hear(1);
    await last().reply(capturing(1));
    expect(told).toEqual(['pause', 'pause', 'begin']);
  });

  it('does not believe the reply to a question that was asked before it heard of another epoch', async () => {
    const { link, told, sent } = linked();
    link.askState();
    link.hear(2);
    await sent[0]?.reply(capturing(1));
    expect(told).toEqual(['pause', 'pause']);
    await sent[1]?.reply(idle(2));
    expect(told).toEqual(['pause', 'pause']);
  });

  it('mends its state when a draft is refused with another one', async () => {
    const { link, told, last, names } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    await last().reply({ ok: false, notKept: 'earlier-epoch', epoch: 2, capturing: true });
    expect(told).toEqual(['pause']);
    await last().reply(capturing(2));
    expect(told).toEqual(['pause', 'begin']);
    expect(names()).toEqual(['draft-captured', 'capture-state']);
  });

  it('mends its state when a draft is refused because capturing has stopped', async () => {
    const { link, told, last, names } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    await last().reply({ ok: false, notKept: 'paused', epoch: 1, capturing: false });
    expect(told).toEqual(['pause']);
    expect(names()).toEqual(['draft-captured', 'capture-state']);
  });

  it('asks once when a draft is refused while it is asking already', async () => {
    const { link, sent, names } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    link.hear(2);
    await sent[0]?.reply({ ok: false, notKept: 'earlier-epoch', epoch: 2, capturing: true });
    expect(names()).toEqual(['draft-captured', 'capture-state']);
  });

  it('goes on when a draft is refused for another reason', async () => {
    const { link, told, last } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    await last().reply({ ok: false, notKept: 'too-fast', epoch: 1, capturing: true });
    expect(told).toEqual([]);
  });

  it('begins with the capture of a document that is written over the first', async () => {
    const { link } = await capturingLink();
    const told: string[] = [];
    link.drive({ begin: () => told.push('begin'), pause: () => told.push('pause') });
    expect(told).toEqual(['begin']);
  });
});

describe('a draft whose background was stopped', () => {
  it('is handed over once more', async () => {
    const { link, sent, last } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    await last().reply(undefined);
    expect(sent.map(({ request }) => request)).toEqual([
      { field: 'a', text: 'three small words', epoch: 1 },
      { field: 'a', text: 'three small words', epoch: 1 },
    ]);
    await last().reply(undefined);
    expect(sent).toHaveLength(2);
  });

  it('is not handed over again after it was edited or taken back', async () => {
    const { link, sent, names } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    link.retract('a');
    await sent[0]?.reply(undefined);
    expect(names()).toEqual(['draft-captured', 'draft-retracted']);
    link.keep({ field: 'b', text: 'three small words' });
    link.retract('b');
    link.keep({ field: 'b', text: 'three other words' });
    await sent[2]?.reply(undefined);
    expect(names().filter((name) => name === 'draft-captured')).toHaveLength(3);
  });
});

describe('taking back', () => {
  it('is asked only for fields of which something was handed over', async () => {
    const { link, sent, names } = await capturingLink();
    link.retract('a');
    expect(sent).toEqual([]);
    link.keep({ field: 'a', text: 'three small words' });
    link.retract('a');
    expect(names()).toEqual(['draft-captured', 'draft-retracted']);
    expect(sent.at(-1)?.request).toEqual({ field: 'a' });
  });

  it('is not tried while the background cannot be reached', async () => {
    const { link, last, names } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    link.retract('a');
    await last().reply(undefined);
    link.hear(2);
    await last().reply(undefined);
    expect(names().slice(2)).toEqual(['capture-state']);
  });

  it('is tried again on the next occasion when the background could not be reached', async () => {
    const { link, last, names } = await capturingLink();
    link.keep({ field: 'a', text: 'three small words' });
    link.retract('a');
    await last().reply(undefined);
    link.hear(2);
    await last().reply(idle(2));
    await last().reply(done);
    expect(names()).toEqual(['draft-captured', 'draft-retracted', 'capture-state', 'draft-retracted']);
    link.hear(3);
    await last().reply(idle(3));
    expect(names().slice(4)).toEqual(['capture-state']);
  });
});

describe('why a field was refused', () => {
  it('is said once, and again after something was kept', async () => {
    const { link, sent } = await capturingLink();
    link.refused('a', 'password');
    link.refused('a', 'password');
    link.keep({ field: 'b', text: 'three small words' });
    link.refused('a', 'password');
    const refusal = { name: 'field-refused', request: { reason: 'password', epoch: 1 } };
    expect(sent).toMatchObject([refusal, { name: 'draft-captured' }, refusal]);
  });

  it('is not said while the state is unknown', () => {
    const { link, sent } = linked();
    link.refused('a', 'password');
    expect(sent).toEqual([]);
  });
});

describe('while somebody types', () => {
  it('wakes the background at the first key in a field, and before it would fall asleep', async () => {
    const { link, clock, sent, names } = await capturingLink();
    link.typing('a');
    expect(names()).toEqual(['capture-state']);
    for (let second = 0; second < 60; second++) {
      clock.now += 1_000;
      link.typing('a');
    }
    expect(sent).toHaveLength(4);
    link.typing('b');
    expect(sent).toHaveLength(5);
  });

  it('counts every message, and a clock that was set back does not stop it', async () => {
    const { link, clock, names } = await capturingLink();
    link.typing('a');
    clock.now += 15_000;
    link.keep({ field: 'a', text: 'three small words' });
    clock.now += 15_000;
    link.typing('a');
    expect(names()).toEqual(['capture-state', 'draft-captured']);
    clock.now -= 3_600_000;
    link.typing('a');
    expect(names()).toEqual(['capture-state', 'draft-captured', 'capture-state']);
  });

  it('goes on undisturbed by the reply, unless something changed', async () => {
    const { link, clock, told, last } = await capturingLink();
    link.typing('a');
    await last().reply(capturing(1));
    await last().reply(undefined);
    expect(told).toEqual([]);
    clock.now += 20_000;
    link.typing('a');
    await last().reply(idle(2));
    expect(told).toEqual(['pause']);
  });

  it('says nothing where nothing is kept', async () => {
    const { link, told, last, sent } = await capturingLink();
    link.hear(2);
    await last().reply(idle(2));
    const before = sent.length;
    link.typing('a');
    expect(sent).toHaveLength(before);
    expect(told).toEqual(['pause']);
  });
});
