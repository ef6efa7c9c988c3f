import { expect } from 'vitest';
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

    const page = await person.openLink(link);
    expect(await person.page.evaluate(() => chrome.runtime.sendMessage({ name: 'donate-now', request: {} }))).toEqual({
      ok: true,
      outcomes: [],
    });
    expect(wiretap.requests).toEqual([]);
    expect(await hostPermissions(person.page)).toEqual(atInstall);

    await page.click('button', 'Review this study');
    const consent = await page.waitForText('Your decision');
    expect(consent).toContain('without reading what anyone wrote');
    expect(consent).toMatch(/true/);
    const oneGet = [`GET /v1/studies/${link.study}`];
    expect(wiretap.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(oneGet);
    expect(await hostPermissions(person.page)).toEqual(['http://127.0.0.1/*']);

    await page.click('button', 'Decline');
    await page.waitForText('You declined');
    const { studies, charges, outbox } = await person.device();
    expect({ studies, charges, outbox }).toEqual({ studies: [], charges: [], outbox: [] });
    expect(await hostPermissions(person.page)).toEqual(atInstall);
    // All that could still send: the background starting again, and a donation.
    await person.browser.stopBackground();
    await person.page.evaluate(() => chrome.runtime.sendMessage({ name: 'donate-now', request: {} }));
    expect(wiretap.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(oneGet);
  },
);
