import { expect } from 'vitest';
import { makeReportsDue, readAllStorage } from '../../harness/device-contents.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'a kept text that turns out secret, becomes a password, or is deleted by its user goes; its report is sent all the same',
  {},
  async ({ server, typingPage, link, rounds, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    await person.allowSite(typingPage.origin);
    const page = await person.browser.openPage(typingPage.origin);
    const kept = (...texts: string[]) =>
      person.untilDevice(`exactly ${texts.length} drafts`, ({ drafts }) => {
        const stored = drafts.map(({ text }) => text);
        return stored.length === texts.length && texts.every((text) => stored.includes(text));
      });

    // A message that was donated from, then deleted in its field.
    await person.write(page, 'Message', 'Shall we play tennis on Saturday');
    await kept('Shall we play tennis on Saturday');
    expect(await person.donate()).toMatch(/Sealed/);
    expect((await person.device()).outbox[0]?.trueAnswer).toBe(0);
    await page.clickAt('textarea');
    await page.pressWithControl('a');
    await page.press('Delete');
    await page.press('Tab');
    const waiting = await kept();
    expect(waiting.outbox.map(({ trueAnswer }) => trueAnswer)).toEqual([null]);

    // The first digits of a card, a pause, then the rest.
    await person.write(page, 'Subject', 'my card is 4111 1111 1111');
    await kept('my card is 4111 1111 1111');
    await person.write(page, 'Subject', ' 1111');
    await kept();

    // A field that turns out to be for a password after its text was kept.
    await person.write(page, 'Topic', 'zebrawood grows in the woods');
    await kept('zebrawood grows in the woods');
    await page.evaluate(() => document.querySelector('#topic')?.setAttribute('type', 'password'));
    await kept();
    expect(await readAllStorage(person.page)).not.toMatch(/tennis on|4111|zebrawood/);

    await makeReportsDue(person.page);
    const { receipts } = await person.untilDevice('the report to be sent', (device) => device.receipts.length === 1);
    expect(receipts.map(({ outcome, trueAnswer }) => [outcome, trueAnswer])).toEqual([['sent', null]]);
    for (const { id } of rounds) expect(server.storedReports(id)).toEqual({ recounted: 1, counted: 1 });
  },
);
