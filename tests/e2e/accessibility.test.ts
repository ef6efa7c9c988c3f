import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrivenChromium, startChromium } from '../../harness/chromium.ts';
import { addDrafts, makeReportsDue, postponeReports } from '../../harness/device-contents.ts';
import type { DrivenPage } from '../../harness/driven-browser.ts';
import { farYear, studyYaml, writeStudyFolder } from '../../harness/study-folder.ts';
import { StudyServer } from '../../harness/study-server.ts';
import { Volunteer } from '../../harness/volunteer.ts';

let server: StudyServer;
let browser: DrivenChromium;
let person: Volunteer;

beforeAll(async () => {
  server = await StudyServer.create();
  const yaml = studyYaml({ rounds: ['candidates', 'fragments'], year: farYear });
  writeStudyFolder({ parent: server.studies, yaml });
  [browser] = await Promise.all([startChromium(), server.start()]);
  person = await Volunteer.in(browser);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Rules of axe that the page breaks, in light and in dark, with the elements that break them. */
async function broken(driven: DrivenPage | { page: DrivenPage }): Promise<string[]> {
  const page = browser.playwrightPage('page' in driven ? driven.page : driven);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: a colour that is still changing has no contrast to measure.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
          .map(({ finished }) => finished),
      ),
    );
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    if (passes.length === 0) throw new Error('axe looked at nothing');
    for (const { id, help, nodes } of violations) {
      found.push(`${colorScheme}: ${id} (${help}): ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    }
  }
  return found;
}

test('the pages of a preview break no rule of axe, and the extension refuses its link in plain words', async () => {
  const { folder } = writeStudyFolder({ yaml: studyYaml({ name: 'meals', rounds: ['candidates'], year: farYear }) });
  const preview = await server.makePreview(folder);
  const page = await browser.openPage(preview);
  for (const path of ['', '/consent', '/join', '/rounds/1']) {
    await page.goto(`${preview}${path}`);
    await page.waitForText('This study is not open');
    expect(await broken({ page }), path).toEqual([]);
  }
  await page.close();
  const studies = await person.openStudies();
  await studies.enterLink(`${preview}/join`);
  await studies.shows('This link leads to a preview. The study is not open, and nobody can join it yet.');
  await studies.close();
});

test('no page breaks a rule of axe, in light or in dark, from the welcome to the last receipt', async () => {
  expect(await broken(person.page)).toEqual([]);
  const tryIt = await person.openTryIt();
  await tryIt.shows('Not tried yet.');
  expect(await broken(tryIt)).toEqual([]);
  await tryIt.close();
  const link = server.joinLink('commute');

  const studies = await person.openStudies();
  await studies.enterLink('not a link');
  await studies.shows('This is not a link.');
  expect(await broken(studies)).toEqual([]);
  await studies.close();

  const invitation = await person.openLink(link);
  expect(await broken(invitation)).toEqual([]);
  await invitation.review();
  expect(await broken(invitation)).toEqual([]);
  await invitation.accept();
  expect(await broken(invitation)).toEqual([]);

  await person.allowSite('http://127.0.0.1:8080');
  await addDrafts(person.page, 'http://127.0.0.1:8080', ['Shall we play tennis on Saturday morning?']);
  const popup = await person.clickLook();
  await popup.shows('2 questions to answer');
  expect(await broken(popup)).toEqual([]);
  const [round] = server.rounds(link.study);
  if (!round) throw new Error('no round');
  const texts = await person.openTexts({ study: link.study, round: round.id });
  await texts.shows('none of these');
  expect(await broken(texts)).toEqual([]);
  await texts.close();
  await popup.agree();
  await popup.shows(/Sealed[\s\S]*Sealed/);
  await popup.shows('2 questions are answered');
  await postponeReports(person.page);
  expect(await broken(popup)).toEqual([]);

  const receipts = await person.openReceipts();
  await receipts.waiting();
  expect(await broken(receipts)).toEqual([]);
  const first = browser.playwrightPage(receipts.page).getByRole('button', { name: 'Cancel', exact: true }).first();
  await first.click();
  await receipts.shows('cancelled');
  await makeReportsDue(person.page);
  await receipts.shows('The study sees only the vote');
  expect(await broken(receipts)).toEqual([]);

  for (const [page, words] of [
    [await person.openStudies(), 'How people travel'],
    [await person.openDrafts(), 'tennis'],
    [await person.openPrivacy(), 'Spent in all'],
    [await person.openSites(), '127.0.0.1:8080'],
  ] as const) {
    await page.shows(words);
    expect(await broken(page), words).toEqual([]);
    await page.close();
  }

  const privacy = await person.openPrivacy();
  await privacy.askToErase();
  expect(await broken(privacy)).toEqual([]);
  await privacy.confirmErasing();
  expect(await broken(privacy)).toEqual([]);
});

test('the sections of home work by keyboard alone, and a new section begins at its heading', async () => {
  const { page: driven } = await person.openStudies();
  const page = browser.playwrightPage(driven);
  await page.getByRole('link', { name: 'Studies' }).focus();
  await driven.press('Tab');
  await driven.press('Enter');
  await driven.waitForText('It stays on this device');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Drafts');
  expect(await page.getByRole('link', { name: 'Drafts' }).getAttribute('aria-current')).toBe('page');
});
