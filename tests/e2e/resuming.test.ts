import { expect } from 'vitest';
import { makeReportsDue } from '../../harness/device-contents.ts';
import { testInBothBrowsers } from './both-browsers.ts';

const reports = /^POST .v1.reports$/;

testInBothBrowsers(
  'the background stopped at every step still gives one vote and one stored report',
  {},
  async ({ server, wiretap, link, rounds, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    const [round] = rounds;
    if (round?.manifest.kind !== 'candidates') throw new Error('expected a candidate round');
    const { texts, embeddings } = round.manifest;

    // While it fetches: nothing was promised yet, the volunteer clicks again.
    for (const step of ['rounds', texts.sha256, embeddings.sha256]) {
      const hold = wiretap.hold(new RegExp(`^GET .*${step}$`));
      const popup = await person.clickLook();
      await hold.arrived;
      await person.browser.stopBackground();
      hold.discard();
      await popup.close();
    }
    expect((await person.device()).outbox).toEqual([]);

    // While it answers: the send time is stored, so the vote comes by itself.
    const answering = await person.clickDonate();
    await person.untilDevice('the send time to be stored', (device) =>
      device.rounds.some(({ sendAt }) => sendAt !== null),
    );
    await person.browser.stopBackground();
    await answering.close();
    await person.page.evaluate(() => chrome.alarms.create('due', { when: Date.now() }));
    await person.untilDevice('the vote to be sealed', ({ outbox }) => outbox.length === 1);

    // While the report waits.
    await person.browser.stopBackground();
    expect(wiretap.seen(reports)).toEqual([]);

    // While it is on its way: first it never arrives, then its answer never does.
    const lost = wiretap.hold(reports);
    await makeReportsDue(person.page);
    await lost.arrived;
    await person.browser.stopBackground();
    // Nobody has to open a page: although the alarm has rung, the guard stands.
    const guard = await person.page.evaluate(() => chrome.alarms.get('guard'));
    expect(guard?.scheduledTime).toBeLessThanOrEqual(Date.now() + 60_000);
    lost.discard();
    const unanswered = wiretap.hold(reports);
    await makeReportsDue(person.page);
    await unanswered.arrived;
    await person.browser.stopBackground();
    unanswered.release();

    await makeReportsDue(person.page);
    const device = await person.untilDevice('the receipt', ({ receipts }) => receipts.length === 1);
    expect(device.receipts[0]?.outcome).toBe('sent');
    expect([device.charges.length, device.answeredRounds.length, device.outbox.length]).toEqual([1, 1, 0]);
    const bodies = new Set(wiretap.seen(reports).map(({ body }) => body.toString()));
    expect([...bodies]).toEqual([device.receipts[0]?.body]);
    expect(server.storedReports(round.id)).toEqual({ recounted: 1, counted: 1 });
  },
);

testInBothBrowsers('two donations at once give one vote', {}, async ({ server, link, rounds, volunteer }) => {
  const person = await volunteer();
  await person.join(link);
  const popup = await person.clickLook();
  expect(await popup.questions()).toBe(true);
  // As two popups would that are open at once.
  const chosen = { rounds: rounds.map(({ id }) => ({ study: link.study, round: id })) };
  const replies = await Promise.all([person.command('donate-now', chosen), person.command('donate-now', chosen)]);
  expect(JSON.stringify(replies).match(/"kind":"sealed"/g)).toHaveLength(1);
  await popup.shows(/Sealed[.]|Sent[.]/);
  const { outbox, receipts, charges } = await person.device();
  expect([outbox.length + receipts.length, charges.length]).toEqual([1, 1]);
  await makeReportsDue(person.page);
  await person.untilDevice('the report to be sent', ({ receipts }) => receipts[0]?.outcome === 'sent');
  for (const { id } of rounds) expect(server.storedReports(id)).toEqual({ recounted: 1, counted: 1 });
});

testInBothBrowsers(
  'an unreachable server leaves the report in the outbox; it is sent later, once, and outlives the server',
  { rounds: ['fragments'] },
  async ({ server, wiretap, link, rounds, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    expect(await person.donate()).toMatch(/Sealed/);
    const body = (await person.device()).outbox[0]?.body;

    await wiretap.refuse();
    await makeReportsDue(person.page);
    const tried = await person.untilDevice('the attempt to fail', ({ outbox }) => outbox[0]?.attempts === 1);
    expect(tried.outbox[0]?.body).toBe(body);
    expect(tried.receipts).toEqual([]);

    await wiretap.accept();
    // The server dies in the moment in which its answer leaves it.
    const kill = wiretap.rewrite(reports, (answer) => {
      server.killAtOnce();
      return answer;
    });
    await makeReportsDue(person.page);
    await person.untilDevice('the report to be sent', ({ receipts }) => receipts[0]?.outcome === 'sent');
    kill();
    expect(wiretap.seen(reports).map((request) => request.body.toString())).toEqual([body]);
    await server.stop('SIGKILL');
    await server.start();
    for (const { id } of rounds) expect(server.storedReports(id)).toEqual({ recounted: 1, counted: 1 });
  },
);

testInBothBrowsers(
  'a reply that is lost together with the server brings the same bytes again, counted once',
  { rounds: ['fragments'] },
  async ({ server, wiretap, link, rounds, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    expect(await person.donate()).toMatch(/Sealed/);

    const drops = wiretap.dropAnswers(reports);
    await makeReportsDue(person.page);
    await drops.dropped;
    await server.stop('SIGKILL');
    await person.untilDevice('the attempt to be stored', ({ outbox }) => outbox[0]?.attempts === 1);
    await server.start();
    drops.stop();

    await makeReportsDue(person.page);
    const { receipts } = await person.untilDevice('the report to be sent', (device) => device.receipts.length === 1);
    const bodies = wiretap.seen(reports).map((request) => request.body.toString());
    expect(bodies.length).toBeGreaterThan(1);
    expect([...new Set(bodies)]).toEqual([receipts[0]?.body]);
    for (const { id } of rounds) expect(server.storedReports(id)).toEqual({ recounted: 1, counted: 1 });
  },
);
