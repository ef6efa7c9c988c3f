import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrivenChromium, startChromium } from '../../harness/chromium.ts';
import { addDrafts, makeReportsDue, postponeReports } from '../../harness/device-contents.ts';
import type { DrivenPage } from '../../harness/driven-browser.ts';
import { writeSmallStudy } from '../../harness/small-study.ts';
import { StudyServer } from '../../harness/study-server.ts';
import { Volunteer } from '../../harness/volunteer.ts';

let server: StudyServer;
let browser: DrivenChromium;
let person: Volunteer;

beforeAll(async () => {
  server = await StudyServer.create();
  await writeSmallStudy(server.studies, { rounds: ['candidates', 'fragments'] });
  [browser] = await Promise.all([startChromium(), server.start()]);
  person = await Volunteer.in(browser);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Rules of axe that the page breaks, in light and in dark, with the elements that break them. */
async function broken(driven: DrivenPage): Promise<string[]> {
  const page = browser.playwrightPage(driven);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: a colour that is still changing has no contrast to measure.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    if (passes.length === 0) throw new Error('axe looked at nothing');
    for (const { id, help, nodes } of violations) {
      found.push(`${colorScheme}: ${id} (${help}): ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    }
  }
  return found;
}

test('no page breaks a rule of axe, in light or in dark, from the welcome to the last receipt', async () => {
  expect(await broken(person.page)).toEqual([]);
  const tryIt = await person.browser.openExtensionPage('src/pages/try-it/index.html');
  await tryIt.waitForText('Not tried yet.');
  expect(await broken(tryIt)).toEqual([]);
  await tryIt.close();
  const link = server.joinLink('small');

  const studies = await person.home('studies');
  await studies.type('Join link', 'not a link');
  await studies.click('button', 'Open this link');
  await studies.waitForText('This is not a link.');
  expect(await broken(studies)).toEqual([]);
  await studies.close();

  const review = await person.openLink(link);
  expect(await broken(review)).toEqual([]);
  await review.click('button', 'Review this study');
  await review.waitForText('Your decision');
  expect(await broken(review)).toEqual([]);
  await review.click('button', 'Accept and join');
  await review.waitForText('You joined');
  expect(await broken(review)).toEqual([]);

  await person.allowSite('http://127.0.0.1:8080');
  await addDrafts(person.page, 'http://127.0.0.1:8080', ['Shall we play tennis on Saturday morning?']);
  const popup = await person.clickDonate();
  await popup.waitForText(/Sealed[\s\S]*Sealed/);
  await postponeReports(person.page);
  expect(await broken(popup)).toEqual([]);

  const receipts = await person.home('receipts');
  await receipts.waitForText('waiting');
  expect(await broken(receipts)).toEqual([]);
  const first = browser.playwrightPage(receipts).getByRole('button', { name: 'Cancel', exact: true }).first();
  await first.click();
  await receipts.waitForText('cancelled');
  await makeReportsDue(person.page);
  await receipts.waitForText(/bytes of the report/);
  expect(await broken(receipts)).toEqual([]);

  for (const section of ['studies', 'drafts', 'privacy', 'sites'] as const) {
    const page = await person.home(section);
    await page.waitForText(/A small study|tennis|Spent in all|127\.0\.0\.1:8080/);
    expect(await broken(page), section).toEqual([]);
    await page.close();
  }

  const privacy = await person.home('privacy');
  await privacy.click('button', 'Erase everything');
  await privacy.waitForText('This cannot be undone.');
  expect(await broken(privacy)).toEqual([]);
  await privacy.click('button', 'Yes, erase all of it');
  await privacy.waitForText('Erased.');
  expect(await broken(privacy)).toEqual([]);
});

test('the sections of home work by keyboard alone, and a new section begins at its heading', async () => {
  const driven = await person.home('studies');
  const page = browser.playwrightPage(driven);
  await page.getByRole('link', { name: 'Studies' }).focus();
  await driven.press('Tab');
  await driven.press('Enter');
  await driven.waitForText('It stays on this device');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Drafts');
  expect(await page.getByRole('link', { name: 'Drafts' }).getAttribute('aria-current')).toBe('page');
});
