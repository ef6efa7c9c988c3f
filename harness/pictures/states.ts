import { studyIdSchema } from '../../core/ids.ts';
import { formatJoinLink } from '../../core/protocol/join-link.ts';
import { addDrafts, makeReportsDue, postponeReports } from '../device-contents.ts';
import type { DrivenPage } from '../driven-browser.ts';
import type { InvitationPage } from '../extension-pages.ts';
import { chatSite, mailSite, type Stage, writtenDrafts } from './stage.ts';

/** One state of one page, as somebody may see it. */
export interface PictureState {
  /** Names the picture; begins with the page. */
  readonly name: string;
  /** Leads there, and returns the page once it shows the state. The page is closed afterwards. */
  open(stage: Stage): Promise<DrivenPage>;
  /** Firefox is photographed too. */
  readonly inFirefox?: true;
  /** Also taken in the size that the extension stores ask for. */
  readonly forStores?: true;
}

const shown = async (
  page: { page: DrivenPage; shows(words: RegExp | string): Promise<string> },
  words: RegExp | string,
) => {
  await page.shows(words);
  return page.page;
};

const publicPage = (name: string, path: (stage: Stage) => string, words: string): PictureState => ({
  name: `server-${name}`,
  open: async ({ person, server, ...stage }) => {
    const address = path({ person, server, ...stage });
    const page = await person.browser.openPage(address.startsWith('/') ? `${server.origin}${address}` : address);
    await page.waitForText(words);
    return page;
  },
});

/** A page that leads from one state to the next stays open in between. */
let invitation: InvitationPage;

/**
 * All states, in the order of a volunteer's way: each begins where the ones before have led. To add one, put it where
 * the device is in the right state, and leave the device as the next one needs it.
 */
export const states: readonly PictureState[] = [
  // Just installed.
  {
    name: 'welcome',
    inFirefox: true,
    forStores: true,
    open: async ({ person }) => {
      const page = await person.browser.openExtensionPage('src/pages/welcome/index.html');
      await page.waitForText('Join link');
      return page;
    },
  },
  { name: 'try-it', open: async ({ person }) => shown(await person.openTryIt(), 'Not tried yet.') },
  {
    name: 'popup-new',
    inFirefox: true,
    open: async ({ person }) => shown(await person.openPopup(), 'Your first steps'),
  },
  { name: 'home-studies-none', open: async ({ person }) => shown(await person.openStudies(), 'joined no study') },
  { name: 'home-drafts-none', open: async ({ person }) => shown(await person.openDrafts(), 'No draft is kept') },
  { name: 'home-receipts-none', open: async ({ person }) => shown(await person.openReceipts(), 'No report waits') },
  { name: 'home-privacy-none', open: async ({ person }) => shown(await person.openPrivacy(), 'No vote yet') },
  { name: 'home-sites-none', open: async ({ person }) => shown(await person.openSites(), 'None yet') },
  {
    name: 'home-studies-not-a-link',
    open: async ({ person }) => {
      const studies = await person.openStudies();
      await studies.enterLink('not a link');
      return shown(studies, 'This is not a link.');
    },
  },

  // Invited, and joined.
  {
    name: 'review-invitation',
    inFirefox: true,
    open: async ({ person, link }) => (await person.openLink(link)).page,
  },
  {
    name: 'review-declined',
    open: async ({ person, link }) => {
      const declined = await person.openLink(link);
      await declined.review();
      await declined.decline();
      return declined.page;
    },
  },
  {
    name: 'review-refused',
    open: async ({ person, link }) => {
      const studies = await person.openStudies();
      await studies.enterLink(formatJoinLink({ ...link, study: studyIdSchema.parse('f'.repeat(64)) }));
      await studies.shows('Invitation to a study');
      await studies.page.click('button', 'Review this study');
      return shown(studies, 'does not know this study');
    },
  },
  {
    name: 'review-consent',
    inFirefox: true,
    forStores: true,
    open: async ({ person, link }) => {
      invitation = await person.openLink(link);
      await invitation.review();
      return invitation.page;
    },
  },
  {
    name: 'review-joined',
    open: async ({ person, link }) => {
      invitation = await person.openLink(link);
      await invitation.review();
      await invitation.accept();
      return invitation.page;
    },
  },
  {
    name: 'popup-joined',
    open: async ({ person }) => shown(await person.openPopup(), 'You see the questions first'),
  },

  // Some days of writing.
  {
    name: 'home-drafts',
    inFirefox: true,
    forStores: true,
    open: async ({ person }) => {
      await person.allowSite('http://127.0.0.1:8080');
      await addDrafts(person.page, mailSite, writtenDrafts);
      await addDrafts(
        person.page,
        chatSite,
        writtenDrafts.slice(3).map((text) => `${text} See you!`),
      );
      return shown(await person.openDrafts(), 'tennis');
    },
  },
  {
    name: 'home-drafts-found',
    open: async ({ person }) => {
      const drafts = await person.openDrafts();
      await drafts.shows('tennis');
      await drafts.page.type('Search', 'lake');
      return shown(drafts, 'drafts have these words');
    },
  },
  { name: 'home-sites', open: async ({ person }) => shown(await person.openSites(), '127.0.0.1:8080') },

  // Asked, answered, waiting.
  {
    name: 'popup-questions',
    inFirefox: true,
    open: async ({ person }) => shown(await person.clickLook(), 'questions to answer'),
  },
  {
    name: 'home-texts',
    open: async ({ person, link, rounds: [round] }) => {
      if (!round) throw new Error('no round');
      return shown(await person.openTexts({ study: link.study, round: round.id }), 'none of these');
    },
  },
  {
    name: 'popup-sealed',
    open: async ({ person }) => {
      const popup = await person.clickDonate();
      await popup.shows(/Sealed[\s\S]*Sealed/);
      await postponeReports(person.page);
      return popup.page;
    },
  },
  {
    name: 'popup-waiting',
    open: async ({ person }) => shown(await person.openPopup(), 'see or cancel'),
  },
  { name: 'home-receipts-waiting', open: async ({ person }) => shown(await person.openReceipts(), 'leaves in') },
  { name: 'home-studies', forStores: true, open: async ({ person }) => shown(await person.openStudies(), 'answered') },

  // Sent.
  {
    name: 'home-receipts-sent',
    inFirefox: true,
    forStores: true,
    open: async ({ person }) => {
      await makeReportsDue(person.page);
      await person.untilDevice('both reports to be sent', ({ outbox }) => outbox.length === 0);
      return shown(await person.openReceipts(), 'The study sees only the vote');
    },
  },
  {
    name: 'home-privacy',
    forStores: true,
    open: async ({ person }) => shown(await person.openPrivacy(), 'Used in all'),
  },
  {
    name: 'popup-paused',
    open: async ({ person }) => {
      await person.command('set-paused', { paused: true });
      return shown(await person.openPopup(), 'Paused');
    },
  },
  {
    name: 'home-privacy-erasing',
    open: async ({ person }) => {
      await person.command('set-paused', { paused: false });
      const privacy = await person.openPrivacy();
      await privacy.askToErase();
      return privacy.page;
    },
  },
  {
    name: 'home-privacy-erased',
    open: async ({ person }) => {
      const privacy = await person.openPrivacy();
      await privacy.askToErase();
      await privacy.confirmErasing();
      return privacy.page;
    },
  },

  // What the server shows to everybody.
  publicPage('studies', () => '/', 'How people travel'),
  publicPage('join', () => '/join', 'You were invited'),
  publicPage('study', () => '/studies/commute', 'How people travel'),
  publicPage('results-before', () => '/studies/commute/results', 'How people travel'),
  publicPage('results', () => '/studies/meals/results', 'What people plan'),
  publicPage('preview', ({ preview }) => preview, 'This study is not open'),
  publicPage('preview-consent', ({ preview }) => `${preview}/consent`, 'This study is not open'),
  publicPage('preview-join', ({ preview }) => `${preview}/join`, 'This study is not open'),
  publicPage('preview-texts', ({ preview }) => `${preview}/rounds/1`, 'This study is not open'),
  publicPage('not-found', () => '/nowhere', 'There is nothing at this address'),
];
