import { formatJoinLink, type JoinLink } from '../core/protocol/join-link.ts';
import { type DeviceContents, readDevice } from './device-contents.ts';
import type { DrivenBrowser, DrivenPage } from './driven-browser.ts';
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
    const page = await browser.openExtensionPage('src/pages/welcome/index.html');
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

  home(section: 'studies' | 'drafts' | 'receipts' | 'privacy' | 'sites'): Promise<DrivenPage> {
    return this.browser.openExtensionPage(`src/pages/home/index.html#${section}`);
  }

  /** Pastes a join link at home; nothing was reviewed yet. */
  async openLink(link: JoinLink): Promise<DrivenPage> {
    const page = await this.home('studies');
    await page.type('Join link', formatJoinLink(link));
    await page.click('button', 'Open this link');
    await page.waitForText('Invitation to a study');
    return page;
  }

  async review(link: JoinLink): Promise<DrivenPage> {
    const page = await this.openLink(link);
    await page.click('button', 'Review this study');
    await page.waitForText('Your decision');
    return page;
  }

  async join(link: JoinLink): Promise<void> {
    const page = await this.review(link);
    await page.click('button', 'Accept and join');
    await page.waitForText('You joined');
    await page.close();
  }

  async allowSite(origin: string): Promise<void> {
    const page = await this.home('sites');
    await page.type('Address of the site', origin);
    await page.click('button', 'Allow this site');
    await this.untilDevice(`${origin} to be allowed`, ({ sites }) => sites.some((site) => site.origin === origin));
    await page.close();
  }

  /** Types into a field of a page and leaves it. */
  async write(page: DrivenPage, field: string, text: string): Promise<void> {
    await page.type(field, text);
    await page.press('Tab');
  }

  /** Opens the popup and clicks "Donate now"; the page shows what becomes of it. */
  async clickDonate(): Promise<DrivenPage> {
    const page = await this.browser.openExtensionPage('src/pages/popup/index.html');
    await page.click('button', 'Donate now');
    return page;
  }

  /** Donates and returns what the popup says in the end. */
  async donate(): Promise<string> {
    const page = await this.clickDonate();
    const text = await page.waitForText(/Sealed|Skipped|Answered before|No round is open|did not answer/);
    await page.close();
    return text;
  }
}
