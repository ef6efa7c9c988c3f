import { expect } from 'vitest';
import type { SignedStudy } from '../../core/protocol/study.ts';
import { forgeStudy, saying, whileReplying } from '../../harness/forged.ts';
import { hostPermissions } from '../../harness/permissions.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'a join link sends nothing, reviewing sends one GET, declining sends nothing more',
  {},
  async ({ browserName, wiretap, link, volunteer }) => {
    const person = await volunteer();
    // The test copy for Chromium was installed with its permission, so that nobody must answer a prompt.
    const atInstall = browserName === 'firefox' ? [] : ['http://127.0.0.1/*'];
    expect(await hostPermissions(person.page)).toEqual(atInstall);

    const invitation = await person.openLink(link);
    // What Firefox is about to say stands beside the button; Chromium has nothing to ask.
    if (browserName === 'firefox') await invitation.shows('“Access your data for sites in 127.0.0.1 domains”');
    else expect(await invitation.page.text()).not.toContain('Your browser asks');
    expect(await person.command('look-for-rounds')).toEqual({ ok: true, rounds: [], outcomes: [] });
    expect(wiretap.requests).toEqual([]);
    expect(await hostPermissions(person.page)).toEqual(atInstall);

    const consent = await invitation.review();
    expect(consent).toContain('It made one request and has read the study.');
    expect(consent).toContain('You answer one question.');
    expect(consent).toMatch(/true/);
    const oneGet = [`GET /v1/studies/${link.study}`];
    expect(wiretap.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(oneGet);
    expect(await hostPermissions(person.page)).toEqual(['http://127.0.0.1/*']);

    await invitation.decline();
    const { studies, charges, outbox } = await person.device();
    expect({ studies, charges, outbox }).toEqual({ studies: [], charges: [], outbox: [] });
    expect(await hostPermissions(person.page)).toEqual(atInstall);
    // All that could still send: the background starting again, and a donation.
    await person.browser.stopBackground();
    await person.command('look-for-rounds');
    expect(wiretap.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(oneGet);
  },
);

testInBothBrowsers(
  'a consent page says in short what is asked, quotes what the researchers say, and leads to the decision',
  {},
  async ({ browserName, server, wiretap, link, volunteer }) => {
    const person = await volunteer();
    const honest: SignedStudy = await (await fetch(`${server.origin}/v1/studies/${link.study}`)).json();
    const title = 'DataDonorVerificationTeam'.repeat(4);
    const controller = { name: `Data Donor ${'x'.repeat(180)}`, contact: `${'y'.repeat(190)}@a.example` };
    const key = await server.signingKey('commute');
    const long = { title, controller, consent: [`${honest.document.consent[0]} ${'z'.repeat(2000)}`] };
    const forged = await forgeStudy(honest, long, key, link);

    await whileReplying(wiretap, /./, saying(forged.signed), async () => {
      const { page } = await person.openLink(forged.link);
      await page.click('button', 'Review this study');
      const text = await page.waitForText('Your decision');

      // Ours comes first, then theirs, in quotation marks and with a warning; only ours names the tab.
      const order = ['In short', '2 votes fit into 30 days', 'Go to your decision', 'What the researchers say'];
      expect(order.map((words) => text.indexOf(words)).every((at, i, all) => at > (all[i - 1] ?? -1))).toBe(true);
      expect(text).toContain(`The study calls itself “${title}”. Data Donor has not checked who is behind it.`);
      expect(text).toContain('Data Donor has not checked who this is, or whether it is true.');
      expect(text).toContain(`“${controller.name}”`);
      const look = await page.evaluate((ours) => {
        const fontOf = (element: Element | null | undefined) => element && getComputedStyle(element).fontFamily;
        const holding = Array.from(document.querySelectorAll('bdi, blockquote p')).filter(
          ({ textContent }) => (textContent ?? '').length > 60,
        );
        return {
          tab: document.title,
          headings: Array.from(document.querySelectorAll('h1, h2, h3, h4'), ({ textContent }) => textContent).filter(
            (heading) => heading?.includes(ours),
          ),
          quoted: [...new Set(holding.map(fontOf))],
          own: fontOf(document.querySelector('.in-short p')),
        };
      }, title);
      expect(look).toMatchObject({ tab: 'Review a study – Data Donor', headings: [] });
      expect(look.quoted).toHaveLength(1);
      expect(look.quoted).not.toContain(look.own);

      // Neither a title of one long word nor a long contact makes the page wider than a small screen.
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      for (const width of [320, 380]) {
        await page.resize(width, 800);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
      await page.resize(1100, 800);

      // A key is copied as a whole, and the page says so.
      await page.click('button', 'Copy: Key of the study');
      await page.waitForText('Copied: Key of the study');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Copy');

      await page.click('button', 'Go to your decision');
      expect(
        await page.evaluate(() => {
          const { top } = document.activeElement?.getBoundingClientRect() ?? { top: Number.NaN };
          return [document.activeElement?.textContent, top >= 0 && top < innerHeight];
        }),
      ).toEqual(['Your decision', true]);
      // By keyboard alone: from its heading the next stop is the answer.
      await page.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Accept and join');
      if (browserName === 'firefox') expect(text).toContain('“personal communications, website content”');
      await page.press('Enter');
      const joined = await page.waitForText(`You joined “${title}”`);
      await page.waitForText('Until you choose one, it keeps nothing.');
      expect(joined.includes('Your browser lets Data Donor send your votes.')).toBe(browserName === 'firefox');
      expect(await page.evaluate(() => [document.activeElement?.tagName, document.title])).toEqual([
        'H1',
        'Review a study – Data Donor',
      ]);
      await page.resize(320, 800);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await page.close();
    });
  },
);
