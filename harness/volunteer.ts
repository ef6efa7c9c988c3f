import type { RoundId, StudyId } from '../core/ids.ts';
import type { JoinLink } from '../core/protocol/join-link.ts';
import { type DeviceContents, readDevice } from './device-contents.ts';
import type { DrivenBrowser, DrivenPage } from './driven-browser.ts';
import {
  ExtensionPage,
  type InvitationPage,
  Popup,
  PrivacyPage,
  pagePaths,
  ReceiptsPage,
  SitesPage,
  StudiesPage,
} from './extension-pages.ts';
import { until } from './until.ts';

/** What a person does with the extension, in its own pages and with real clicks. */
export class Volunteer {
  readonly browser: DrivenBrowser;
  /** A page of the extension that stays open: its database is read from here. */
  readonly page: DrivenPage;

  private constructor(browser: DrivenBrowser, page: DrivenPage) {
    this.browser = browser;
    this.page = page;
  }

  /** Waits until the extension is ready in a browser that was just started. */
  static async in(browser: DrivenBrowser): Promise<Volunteer> {
    const page = await browser.openExtensionPage(pagePaths.welcome);
    // Whoever opens the database first decides its version, so the background must have made it.
    await until('the extension to make its database', () =>
      page.evaluate(async () => (await indexedDB.databases()).some(({ name }) => name === 'data-donor')),
    );
    return new Volunteer(browser, page);
  }

  device(): Promise<DeviceContents> {
    return readDevice(this.page);
  }

  /** Waits until what the extension has stored fulfils `condition`. */
  async untilDevice(what: string, condition: (device: DeviceContents) => boolean): Promise<DeviceContents> {
    return until(what, async () => {
      const device = await this.device();
      return condition(device) && device;
    });
  }

  async openPopup(): Promise<Popup> {
    return new Popup(await this.#open('popup'));
  }

  async openStudies(): Promise<StudiesPage> {
    return new StudiesPage(await this.#open('studies'));
  }

  async openDrafts(): Promise<ExtensionPage> {
    return new ExtensionPage(await this.#open('drafts'));
  }

  async openReceipts(): Promise<ReceiptsPage> {
    return new ReceiptsPage(await this.#open('receipts'));
  }

  async openPrivacy(): Promise<PrivacyPage> {
    return new PrivacyPage(await this.#open('privacy'));
  }

  async openSites(): Promise<SitesPage> {
    return new SitesPage(await this.#open('sites'));
  }

  async openTryIt(): Promise<ExtensionPage> {
    return new ExtensionPage(await this.#open('tryIt'));
  }

  /** Home, at all texts of one round. */
  async openTexts({ study, round }: { study: StudyId; round: RoundId }): Promise<ExtensionPage> {
    return new ExtensionPage(await this.browser.openExtensionPage(`${pagePaths.texts}${study}/${round}`));
  }

  #open(page: keyof typeof pagePaths): Promise<DrivenPage> {
    return this.browser.openExtensionPage(pagePaths[page]);
  }

  /** Pastes a join link at home; nothing was reviewed yet. */
  async openLink(link: JoinLink): Promise<InvitationPage> {
    return (await this.openStudies()).openLink(link);
  }

  async join(link: JoinLink): Promise<void> {
    const invitation = await this.openLink(link);
    await invitation.review();
    await invitation.accept();
    await invitation.close();
  }

  /** Leaves the only study that was joined. */
  async leave(): Promise<void> {
    const studies = await this.openStudies();
    await studies.leave();
    await this.untilDevice('the study to be left', (device) => device.studies.length === 0);
    await studies.close();
  }

  async allowSite(origin: string): Promise<void> {
    const page = await this.openSites();
    await page.allow(origin);
    await this.untilDevice(`${origin} to be allowed`, ({ sites }) => sites.some((site) => site.origin === origin));
    await page.close();
  }

  /** Types into a field of a page and leaves it. */
  async write(page: DrivenPage, field: string, text: string): Promise<void> {
    await page.type(field, text);
    await page.press('Tab');
  }

  /** Opens the popup and presses "Donate now"; the popup looks for questions. */
  async clickLook(): Promise<Popup> {
    const popup = await this.openPopup();
    await popup.look();
    return popup;
  }

  /** Opens the popup, looks for questions and has them answered; the popup shows what becomes of it. */
  async clickDonate(): Promise<Popup> {
    const popup = await this.openPopup();
    await popup.donateNow();
    return popup;
  }

  /** Donates and returns what the popup says in the end. */
  async donate(): Promise<string> {
    const popup = await this.clickDonate();
    const text = await popup.outcome();
    await popup.close();
    return text;
  }

  /** Sends a command to the background as the extension's pages do. */
  command(name: string, request: object = {}): Promise<unknown> {
    return this.page.evaluate((message) => chrome.runtime.sendMessage(message), { name, request });
  }
}
