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

    const invitation = await person.openLink(link);
    expect(await person.command('look-for-rounds')).toEqual({ ok: true, rounds: [], outcomes: [] });
    expect(wiretap.requests).toEqual([]);
    expect(await hostPermissions(person.page)).toEqual(atInstall);

    const consent = await invitation.review();
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
