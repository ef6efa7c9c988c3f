import { expect } from 'vitest';
import { type ShownBadge, tabOf, untilBadge } from '../../harness/badge.ts';
import { closeAskingPages, makeReportsDue, postponeReports, readAllStorage } from '../../harness/device-contents.ts';
import type { DrivenPage } from '../../harness/driven-browser.ts';
import { hostPermissions } from '../../harness/permissions.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'a cancelled report is never sent, and its round is not answered again',
  { rounds: ['fragments'] },
  async ({ server, wiretap, link, rounds, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    expect(await person.donate()).toMatch(/Sealed/);
    await postponeReports(person.page);

    // The popup was closed: it shows the same when it is opened again, whatever happened to the background.
    await person.browser.stopBackground();
    const again = await person.openPopup();
    await again.shows('Sealed. The report leaves in 1 hour. You can cancel it until then.');
    await untilBadge(person.page, undefined, ({ text, title }) => text === '1' && /1 report waits/.test(title));
    await person.command('set-paused', { paused: true });
    await again.shows('Sealed. The report waits until you resume.');
    await untilBadge(person.page, undefined, ({ text, title }) => text === '1' && /is paused/.test(title));
    await person.command('set-paused', { paused: false });
    await again.close();

    const receiptsPage = await person.openReceipts();
    const waiting = await receiptsPage.waiting();
    // While it waits, neither vote nor answer is shown: study, round and odds are.
    expect(waiting).toMatch(/Which phrase did you type[?][\s\S]*The vote holds the true answer/);
    expect(waiting).not.toMatch(/You sent|the truth/);
    expect(await receiptsPage.cancel()).toContain('Nothing');
    expect(await receiptsPage.announced()).toContain('The report is cancelled. Nothing was sent.');
    expect(await receiptsPage.focused()).toBe('waiting');
    const last = await person.openPopup();
    await last.shows('Cancelled. Nothing was sent.');
    await last.close();
    await untilBadge(person.page, undefined, ({ text }) => text === '');

    await makeReportsDue(person.page);
    await person.browser.stopBackground();
    // Nothing is refunded, and the round stays answered.
    expect(await person.donate()).toMatch(/Answered before/);
    const { outbox, receipts, charges } = await person.device();
    expect([outbox.length, charges.length]).toEqual([0, 1]);
    expect(receipts.map(({ outcome, body }) => [outcome, body])).toEqual([['cancelled', null]]);
    expect(wiretap.seen(/^POST /)).toEqual([]);
    for (const { id } of rounds) expect(server.storedReports(id)).toEqual({ recounted: 0, counted: 0 });
  },
);

testInBothBrowsers(
  'leaving cancels what waits and gives the permission back; joining again asks nothing twice',
  { rounds: ['fragments'] },
  async ({ browserName, wiretap, link, volunteer }) => {
    const atInstall = browserName === 'firefox' ? [] : ['http://127.0.0.1/*'];
    const person = await volunteer();
    await person.join(link);
    expect(await person.donate()).toMatch(/Sealed/);

    const page = await person.openStudies();
    await page.shows('1 report waits to be sent.');
    // Asked first, at the button that does nothing; Escape leaves everything as it is.
    await page.askToLeave();
    expect(await page.focused()).toBe('Stay in it');
    await page.shows('The report that waits is cancelled.');
    await page.page.press('Escape');
    expect(await page.focused()).toBe('Leave this study');
    expect((await person.device()).studies).toHaveLength(1);
    await page.leave();
    expect(await page.announced()).toContain('You have left “How people travel”. Nothing more is sent to it.');
    expect(await page.focused()).toBe('Studies');
    const left = await person.untilDevice('the study to be left', ({ studies }) => studies.length === 0);
    expect(left.outbox).toEqual([]);
    expect(left.receipts.map(({ outcome, body }) => [outcome, body])).toEqual([['cancelled', null]]);
    await page.shows('You have joined no study');
    expect(await hostPermissions(person.page)).toEqual(atInstall);

    const before = wiretap.requests.length;
    await person.browser.stopBackground();
    await person.command('look-for-rounds');
    expect(wiretap.requests).toHaveLength(before);

    await person.join(link);
    expect(await person.donate()).toMatch(/Answered before/);
    expect(wiretap.seen(/^POST /)).toEqual([]);
  },
);

testInBothBrowsers(
  'erasing keeps charges, study ids and answered-round hashes, and nothing else',
  { rounds: ['fragments'] },
  async ({ browserName, server, wiretap, typingPage, link, rounds, volunteer }) => {
    const text = 'My new bicycle arrived this morning';
    const person = await volunteer();
    await person.join(link);
    await person.allowSite(typingPage.origin);
    const writing = await person.browser.openPage(typingPage.origin);
    const tab = await tabOf(person.page, typingPage.origin);
    // Where the browser closed the page that had asked, the next popup says that it worked, once.
    await closeAskingPages(person.page);
    const told = await person.openPopup();
    await told.shows('It worked. From now on, Data Donor keeps what you write on');
    await person.untilDevice('it to be told', ({ sites }) => sites.every(({ untold }) => untold === undefined));
    await told.close();
    const after = await person.openPopup();
    expect(await after.shows('Your first steps')).not.toContain('It worked');
    await after.close();
    const isKept = ({ text, title }: ShownBadge) => text === '•' && /on this site is kept/.test(title);
    const isPlain = ({ text, title }: ShownBadge) => text === '' && title === 'Data Donor';
    await untilBadge(person.page, tab, isKept);
    await untilBadge(person.page, undefined, isPlain);
    // The tab goes elsewhere and comes back, also while the background is stopped.
    await writing.goto(`${server.origin}/`);
    await untilBadge(person.page, tab, isPlain);
    await person.browser.stopBackground();
    await writing.goto(typingPage.origin);
    await untilBadge(person.page, tab, isKept);
    await person.command('set-paused', { paused: true });
    for (const where of [tab, undefined]) {
      await untilBadge(person.page, where, ({ text, title }) => text === '•' && /is paused/.test(title));
    }
    await person.command('set-paused', { paused: false });
    await untilBadge(person.page, tab, isKept);
    await person.write(writing, 'Message', text);
    await person.untilDevice('the draft to be kept', ({ drafts }) => drafts.length === 1);
    expect(await person.donate()).toMatch(/Sealed/);
    await makeReportsDue(person.page);
    await person.untilDevice('the report to be sent', ({ receipts }) => receipts[0]?.outcome === 'sent');
    expect(await readAllStorage(person.page)).toContain(text);

    const page = await person.openPrivacy();
    await page.shows(/Used in the last 30 days: \d[\s\S]*becomes free again/);
    // "8" becomes "80", then "800", which nobody has saved.
    await page.page.type('For all reports in 30 days', '0');
    await page.shows('Not saved yet.');
    await page.saveCaps();
    expect(await page.focused()).toBe('Save caps');
    await page.page.type('For all reports in 30 days', '0');
    await page.shows('Not saved yet.');
    expect(await page.announced()).not.toContain('Your caps are saved.');
    expect((await person.device()).settings).toMatchObject([{ capWindow: 80 }]);
    await page.askToErase();
    expect(await page.focused()).toBe('Keep everything');
    await page.page.press('Enter');
    expect(await page.focused()).toBe('Erase everything');
    expect((await person.device()).drafts).toHaveLength(1);
    await page.askToErase();
    await page.confirmErasing();
    expect(await page.announced()).toContain('Erased.');
    expect(await page.focused()).toBe('erase');
    await untilBadge(person.page, tab, isPlain);

    const { charges, answeredRounds, ...erased } = await person.device();
    expect(Object.values(erased).flat()).toEqual([]);
    expect(answeredRounds).toEqual(rounds.map(({ id }) => ({ study: link.study, round: id })));
    expect(charges.map(({ study, round, sequence }) => ({ study, round, sequence }))).toEqual(
      rounds.map(({ id }, sequence) => ({ study: link.study, round: id, sequence })),
    );
    const storage = await readAllStorage(person.page);
    for (const word of ['bicycle', 'people travel', typingPage.origin, 'vote']) expect(storage).not.toContain(word);
    expect(await hostPermissions(person.page)).toEqual(browserName === 'firefox' ? [] : ['http://127.0.0.1/*']);
    const scripts = await person.page.evaluate(() => chrome.scripting.getRegisteredContentScripts());
    expect(scripts).toEqual([]);

    // The page that was open all the time is no longer read, and no new vote is made.
    await person.write(writing, 'Message', ' and I rode it to the lake');
    await person.join(link);
    expect(await person.donate()).toMatch(/Answered before/);
    expect((await person.device()).drafts).toEqual([]);
    expect(wiretap.seen(/^POST /)).toHaveLength(1);
    for (const { id } of rounds) expect(server.storedReports(id)).toEqual({ recounted: 1, counted: 1 });
  },
);

declare global {
  /** How often this page has read from the stores, and how often it heard of a change. */
  var counted: { reads: number; news: number };
}

/** Counts from now on; only what the page itself opens, so nothing else may read through it. */
const countReads = (page: DrivenPage): Promise<void> =>
  page.evaluate(() => {
    globalThis.counted = { reads: 0, news: 0 };
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...choices) {
      globalThis.counted.reads++;
      return begin.apply(this, choices);
    };
    new BroadcastChannel('data-donor-changes').onmessage = () => {
      globalThis.counted.news++;
    };
  });

/** Looks on until the words for a report's time have changed three times, and returns what was counted meanwhile. */
const countWhileTimePasses = (page: DrivenPage): Promise<{ reads: number; news: number }> =>
  page.evaluate(async () => {
    const before = { ...globalThis.counted };
    const words = new Set<string | undefined>();
    while (words.size < 4) {
      await new Promise(requestAnimationFrame);
      words.add(/leaves in \d+ seconds/.exec(document.body.textContent ?? '')?.[0]);
    }
    return { reads: globalThis.counted.reads - before.reads, news: globalThis.counted.news - before.news };
  });

testInBothBrowsers(
  'an open page shows what changes elsewhere, counts down by itself, and reads nothing while nothing changes',
  { rounds: ['fragments'] },
  async ({ link, rounds, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    const receipts = await person.openReceipts();
    await receipts.shows('No report waits');
    await countReads(receipts.page);

    // As another page does it. This one is told by nobody but the stores.
    await person.command('look-for-rounds');
    await person.command('donate-now', { rounds: rounds.map(({ id }) => ({ study: link.study, round: id })) });
    await receipts.shows(/leaves in \d+ seconds/);
    await postponeReports(person.page, 59_000);
    // What was announced a moment ago may still have to be read.
    await countWhileTimePasses(receipts.page);
    let seen = await countWhileTimePasses(receipts.page);
    while (seen.news > 0) seen = await countWhileTimePasses(receipts.page);
    // What the last change had read may have begun before that change was counted, and ended after.
    if (seen.reads > 0) seen = await countWhileTimePasses(receipts.page);
    expect(seen.news).toBe(0);
    expect(seen.reads).toBe(0);
    // That it reads after a change is what makes the nought above mean something.
    expect(await receipts.page.evaluate(() => globalThis.counted.reads)).toBeGreaterThan(0);

    await person.command('set-paused', { paused: true });
    await receipts.shows('Resume');
    await person.browser.stopBackground();
    await person.command('set-paused', { paused: false });
    await receipts.shows('Pause');
    await makeReportsDue(person.page);
    await receipts.shows('The study sees only the vote');
  },
);
