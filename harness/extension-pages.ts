import { formatJoinLink, type JoinLink } from '../core/protocol/join-link.ts';
import type { DrivenPage } from './driven-browser.ts';
import { until } from './until.ts';

// The extension's own pages as a person uses them: each method is one thing that she does or reads.

export const pagePaths = {
  popup: 'src/pages/popup/index.html',
  welcome: 'src/pages/welcome/index.html',
  tryIt: 'src/pages/try-it/index.html',
  studies: 'src/pages/home/index.html#studies',
  drafts: 'src/pages/home/index.html#drafts',
  receipts: 'src/pages/home/index.html#receipts',
  privacy: 'src/pages/home/index.html#privacy',
  sites: 'src/pages/home/index.html#sites',
  /** Followed by study and round. */
  texts: 'src/pages/home/index.html#texts/',
} as const;

export class ExtensionPage {
  readonly page: DrivenPage;

  constructor(page: DrivenPage) {
    this.page = page;
  }

  /** Waits until a reader sees `words`, and returns the whole text. */
  shows(words: RegExp | string): Promise<string> {
    return this.page.waitForText(words);
  }

  /** What has the focus: its id, or else its words. */
  focused(): Promise<string> {
    return this.page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');
  }

  /** What the page's live regions say. */
  announced(): Promise<string> {
    return this.page.evaluate(() =>
      Array.from(document.querySelectorAll('[aria-live], [role=status], [role=alert]'), (region) => region.textContent)
        .filter((words) => words !== '')
        .join(' | '),
    );
  }

  close(): Promise<void> {
    return this.page.close();
  }
}

/** Stands under what became of a donation. */
const ended = 'I have read this';

export class Popup extends ExtensionPage {
  /**
   * Presses "Donate now" when what became of an earlier donation was read: the popup looks for questions. One that
   * shows questions already was told to look before.
   */
  async look(): Promise<void> {
    if (/questions? to answer/.test(await this.shows(/You see the questions first|questions? to answer/))) return;
    await this.read();
    await this.page.click('button', 'Donate now');
  }

  /** Has read what became of a donation, if there was one. */
  async read(): Promise<void> {
    if (!(await this.page.text()).includes(ended)) return;
    await this.page.click('button', ended);
    await until('the outcome to go', async () => !(await this.page.text()).includes(ended));
  }

  /**
   * Waits for the questions that were looked for, and returns whether there are any; else the popup says what it
   * found.
   */
  async questions(): Promise<boolean> {
    return /questions? to answer/.test(await this.shows(new RegExp(`questions? to answer|${ended}`)));
  }

  /** Has the questions answered that are shown; in the first days of a study one has to say that one means it. */
  async agree(): Promise<void> {
    const text = await this.shows(/questions? to answer/);
    if (text.includes('Answer now all the same')) await this.page.click('checkbox', 'Answer now all the same');
    await this.page.click(
      'button',
      text.includes('Answer this question') ? 'Answer this question' : 'Answer these questions',
    );
  }

  /** Looks for questions and has all of them answered. */
  async donateNow(): Promise<void> {
    await this.look();
    if (await this.questions()) await this.agree();
  }

  /** What it says in the end of a donation. */
  outcome(): Promise<string> {
    return this.shows(ended);
  }
}

/** Home, at its studies. */
export class StudiesPage extends ExtensionPage {
  async enterLink(link: string): Promise<void> {
    await this.page.type('Join link', link);
    await this.page.click('button', 'Open this link');
  }

  /** Asks to leave the only study that was joined; nothing is left before that is confirmed. */
  async askToLeave(): Promise<void> {
    await this.page.click('button', 'Leave this study');
    await this.shows('What cannot be undone');
  }

  async confirmLeaving(): Promise<void> {
    await this.page.click('button', 'Yes, leave it');
    await this.shows('You have left');
  }

  async leave(): Promise<void> {
    await this.askToLeave();
    await this.confirmLeaving();
  }

  /** Has the questions looked for again, after a look that has failed. */
  async tryAgain(): Promise<void> {
    await this.page.click('button', 'Try again');
    await this.shows('The look has worked.');
  }

  /** Follows the notice of a study that was corrected. */
  async openCorrected(): Promise<InvitationPage> {
    await this.page.click('link', 'Read the corrected study');
    await this.shows('Invitation to a study');
    return new InvitationPage(this.page);
  }

  /** Has read that a study was withdrawn. */
  async readWithdrawn(): Promise<void> {
    await this.shows('have withdrawn their study');
    await this.page.click('button', 'I have read this');
  }

  /** Opens a join link; nothing was reviewed yet. */
  async openLink(link: JoinLink): Promise<InvitationPage> {
    await this.enterLink(formatJoinLink(link));
    await this.shows('Invitation to a study');
    return new InvitationPage(this.page);
  }
}

/** An invitation to a study, then its consent page. */
export class InvitationPage extends ExtensionPage {
  /** Fetches the study, opens what the page says in full, and returns all of its text. */
  async review(): Promise<string> {
    await this.page.click('button', 'Review this study');
    await this.shows('Your decision');
    await this.page.evaluate(() => document.querySelector('.in-full')?.setAttribute('open', ''));
    return this.shows('How far to trust the result');
  }

  /** Fetches a study that is refused, and returns what the page says of it. */
  async reviewInVain(words: RegExp): Promise<string> {
    await this.page.click('button', 'Review this study');
    await this.shows(words);
    return this.shows('Nothing was joined');
  }

  async accept(): Promise<void> {
    await this.page.click('button', 'Accept and join');
    await this.shows('You joined');
  }

  async decline(): Promise<void> {
    await this.page.click('button', 'Decline');
    await this.shows('You declined');
  }
}

/** Home, at its receipts. */
export class ReceiptsPage extends ExtensionPage {
  /** What it says of reports that wait. */
  waiting(): Promise<string> {
    return this.shows('waiting');
  }

  /** Asks for all that is known about the reports as a file; the browser saves it. */
  async saveAsFile(): Promise<void> {
    await this.page.click('button', 'Save as a file');
    await this.shows('Your browser has the file now');
  }

  /** Cancels the only report that waits, and returns what the page then says. */
  async cancel(): Promise<string> {
    await this.page.click('button', 'Cancel');
    return this.shows('The report is cancelled');
  }
}

/** Home, at its privacy section. */
export class PrivacyPage extends ExtensionPage {
  async saveCaps(): Promise<void> {
    await this.page.click('button', 'Save caps');
    await this.shows('Your caps are saved.');
  }

  async askToErase(): Promise<void> {
    await this.page.click('button', 'Erase everything');
    await this.shows('What cannot be undone');
  }

  async confirmErasing(): Promise<void> {
    await this.page.click('button', 'Yes, erase all of it');
    await this.shows('Erased.');
  }
}

/** Home, at its sites. */
export class SitesPage extends ExtensionPage {
  async allow(origin: string): Promise<void> {
    await this.page.type('Address of the site', origin);
    await this.page.click('button', 'Allow this site');
  }

  async remove(host: string): Promise<void> {
    await this.page.click('button', `Remove ${host}`);
    await this.shows(`${host} is removed.`);
  }
}
