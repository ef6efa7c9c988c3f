import { expect } from 'vitest';
import { makeReportsDue, moveStudies } from '../../harness/device-contents.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'a permission that was taken back ends the study with a notice, and what waited is never sent',
  { rounds: ['fragments'] },
  async ({ browserName, wiretap, link, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    expect(await person.donate()).toMatch(/Sealed/);
    const requests = wiretap.requests.length;

    if (browserName === 'firefox') {
      // Firefox's own switch for data collection.
      await person.page.evaluate(() =>
        chrome.permissions.remove({ data_collection: ['personalCommunications', 'websiteContent'] } as never),
      );
    } else {
      // The permission of the copy that Chromium tests cannot be removed, so the study is moved to a host without one.
      await moveStudies(person.page, 'https://study.example');
      await person.browser.stopBackground();
      await person.page.evaluate(() => chrome.alarms.create('due', { when: Date.now() }));
    }
    const left = await person.untilDevice('the study to be left', ({ studies }) => studies.length === 0);
    expect(left.outbox).toEqual([]);
    expect(left.receipts.map(({ outcome, body }) => [outcome, body])).toEqual([['cancelled', null]]);
    expect(left.withdrawnStudies.map(({ lost }) => lost)).toEqual([
      browserName === 'firefox' ? 'no-data-collection' : 'no-host',
    ]);
    const studies = await person.openStudies();
    await studies.shows(browserName === 'firefox' ? 'consent to data collection' : 'no longer lets Data Donor reach');
    await studies.shows('this device left it and cancelled what still waited');
    await makeReportsDue(person.page);
    await person.command('look-for-rounds');
    expect(wiretap.requests).toHaveLength(requests);
  },
);
