import { expect } from 'vitest';
import { formatJoinLink } from '../../core/protocol/join-link.ts';
import { addDrafts, makeReportsDue, postponeReports } from '../../harness/device-contents.ts';
import type { DrivenPage } from '../../harness/driven-browser.ts';
import { pagePaths } from '../../harness/extension-pages.ts';
import { pseudoWords, speakPseudo } from '../../harness/pseudo-locale.ts';
import type { Volunteer } from '../../harness/volunteer.ts';
import { testInBothBrowsers } from './both-browsers.ts';
import { dialogFaults } from './page-rules/dialogs.ts';
import { layoutFaults } from './page-rules/layout.ts';
import { regionFaults } from './page-rules/live-regions.ts';
import { plainWords } from './page-rules/plain-words.ts';
import { unquotedWords } from './page-rules/quoted-words.ts';

const site = 'https://a-very-long-name-of-a-host-that-nobody-could-ever-read-at-once.mail.example';
const titles = ['How people travel', 'Which message is most like yours?', 'Which phrase did you type?'] as const;
/** What a study, the volunteer, and the web pages say that the try-it page takes its fields from. */
const data = [...titles, 'mail.example', 'Message Body', 'Pin this comment', 'Enter your 12-word seed phrase', 'IBAN'];

/** The popup has a width of its own; phones show it in a tab. */
const widthsOf = (name: string): readonly number[] => (name === 'popup' ? [380, 1280] : [320, 380, 640, 1280]);

/** What is wrong with a page in a language that is twice as long and runs from right to left. */
async function faultsOf(name: string, page: DrivenPage): Promise<string[]> {
  const faults: string[] = [];
  const directions = await page.evaluate(() => [
    document.documentElement.dir,
    getComputedStyle(document.body).direction,
  ]);
  if (directions.some((direction) => direction !== 'rtl')) faults.push(`runs ${directions.join(' ')}`);
  faults.push(...(await regionFaults(page)));
  for (const width of widthsOf(name)) faults.push(...(await layoutFaults(page, width)));
  faults.push(...(await plainWords(page, data)).map((words) => `not from a catalogue: ${words}`));
  faults.push(...(await unquotedWords(page, titles)));
  await page.resize(1100, 800);
  faults.push(...(await dialogFaults(page)));
  const hash = await page.evaluate(() => location.hash.slice(0, 12));
  return faults.map((fault) => `${name}${hash}: ${fault}`);
}

/** Opens a page, waits until it shows `data`, and looks for faults. */
async function visit(person: Volunteer, name: string, path: string, shows: RegExp | string): Promise<string[]> {
  const page = await person.browser.openExtensionPage(path);
  await page.waitForText(shows);
  const faults = await faultsOf(name, page);
  await page.close();
  return faults;
}

/** Presses the one button that leads on, whatever it says. */
async function pressFirst(page: DrivenPage): Promise<void> {
  await page.resize(1100, 800);
  await page.evaluate(() => document.querySelector('main button.primary')?.scrollIntoView({ block: 'center' }));
  await page.clickAt('main button.primary');
}

testInBothBrowsers(
  'every page holds in a language twice as long that runs from right to left, and says nothing that is in no catalogue',
  { rounds: ['candidates', 'fragments'], epsilon: 1 },
  async ({ volunteer, link, rounds }) => {
    const person = await volunteer({ changeExtension: speakPseudo });
    await person.page.waitForText(pseudoWords('Join link'));
    const found = await faultsOf('welcome', person.page);
    found.push(...(await visit(person, 'try-it', pagePaths.tryIt, 'API')));
    found.push(...(await visit(person, 'popup', pagePaths.popup, pseudoWords('Studies'))));

    const invitation = await person.browser.openExtensionPage(
      `src/pages/review/index.html#${encodeURIComponent(formatJoinLink(link))}`,
    );
    await invitation.waitForText('127.0.0.1');
    found.push(...(await faultsOf('review', invitation)));
    await pressFirst(invitation);
    await invitation.waitForText('Votes cannot be withdrawn.');
    found.push(...(await faultsOf('review', invitation)));
    await pressFirst(invitation);
    await person.untilDevice('the study to be joined', ({ studies }) => studies[0]?.state === 'joined');
    found.push(...(await faultsOf('review', invitation)));
    await invitation.close();

    await addDrafts(person.page, site, [
      'Shall we play tennis on Saturday morning?',
      `${'tennis'.repeat(30)} and so on`,
    ]);
    await person.command('allow-site', { origin: new URL(link.server).origin });
    await person.command('look-for-rounds');
    await person.command('donate-now', { rounds: rounds.map(({ id }) => ({ study: link.study, round: id })) });
    await postponeReports(person.page);
    found.push(...(await visit(person, 'home', pagePaths.receipts, titles[1])));
    const [first, second] = rounds;
    if (!first || !second) throw new Error('expected two rounds');
    await person.command('cancel-report', { study: link.study, round: first.id });
    await makeReportsDue(person.page);
    await person.untilDevice('both reports to be done with', ({ receipts }) => receipts.length === 2);
    found.push(...(await visit(person, 'home', pagePaths.receipts, titles[1])));
    found.push(...(await visit(person, 'home', pagePaths.studies, titles[0])));
    found.push(...(await visit(person, 'home', pagePaths.drafts, 'tennis')));
    found.push(...(await visit(person, 'home', pagePaths.privacy, /\d/)));
    found.push(...(await visit(person, 'home', pagePaths.sites, '127.0.0.1')));
    found.push(...(await visit(person, 'home', `${pagePaths.texts}${link.study}/${first.id}`, titles[1])));
    found.push(...(await visit(person, 'popup', pagePaths.popup, pseudoWords('Studies'))));
    expect(found).toEqual([]);
  },
);
