import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchRounds, readJoinLink } from '../fleet/study-client.ts';
import { buildExtension } from '../harness/build-extension.ts';
import { type DrivenChromium, startChromium } from '../harness/chromium.ts';
import { browserStudy, demoStudies, readDrafts, writeDemoStudies } from '../harness/demo-studies.ts';
import type { DrivenPage } from '../harness/driven-browser.ts';
import { startServer } from '../harness/server-process.ts';
import { typeDrafts } from '../harness/type-drafts.ts';
import { startTypingPage } from '../harness/typing-page.ts';
import { until } from '../harness/until.ts';
import { Volunteer } from '../harness/volunteer.ts';
import { openExtensionRunner, time } from './extension-runner.ts';

/** A study server with the demo study, and a site to type on. */
export interface DonationStage {
  /**
   * A volunteer in a new profile, who has joined, has typed three drafts, and sees the questions in the popup; a device
   * gives each answer once.
   */
  newVolunteer(): Promise<DonatingVolunteer>;
  dispose(): Promise<void>;
}

export interface DonatingVolunteer {
  readonly browser: DrivenChromium;
  /** The open popup. */
  readonly popup: DrivenPage;
  /** Loads the model as the extension does, embeds one text, frees it, and returns the milliseconds that took. */
  loadAndEmbed(): Promise<number>;
  /** Agrees to the questions, waits until both votes are sealed, and returns the milliseconds that took. */
  donate(): Promise<number>;
}

export async function openDonationStage(): Promise<DonationStage> {
  await buildExtension('chrome');
  const folder = await mkdtemp(join(tmpdir(), 'donor-bench-'));
  const studies = join(folder, 'studies');
  const demo = demoStudies.en;
  await writeDemoStudies(demo, studies, Date.now());
  const [server, site] = await Promise.all([
    startServer({ data: join(folder, 'data'), studies, port: 0 }),
    startTypingPage(),
  ]);
  const link = await readJoinLink(server.origin, browserStudy(demo));
  const rounds = await fetchRounds({ ...link, server: server.origin });
  const texts = (await readDrafts(demo)).slice(0, 3).map(({ text }) => text);

  return {
    async newVolunteer() {
      const browser = await startChromium();
      // tsx wraps functions that get a name in this helper, also those that are sent to a page.
      await browser.context.addInitScript({ content: 'globalThis.__name = (named) => named;' });
      const volunteer = await Volunteer.in(browser);
      await volunteer.join({ ...link, server: server.origin });
      await volunteer.allowSite(site.origin);
      await typeDrafts(volunteer, site.origin, texts);
      const popup = await volunteer.clickLook();
      if (!(await popup.questions())) throw new Error('no question was asked');
      const freed = () => popup.page.evaluate(async () => !(await chrome.offscreen.hasDocument()));
      await until('the model to be freed', freed);
      return {
        browser,
        popup: popup.page,
        async loadAndEmbed() {
          const start = performance.now();
          await openExtensionRunner(popup.page);
          await time(popup.page, texts.slice(0, 1));
          const elapsed = performance.now() - start;
          await popup.page.evaluate(() => globalThis.runner.close());
          return elapsed;
        },
        async donate() {
          const start = performance.now();
          await popup.agree();
          await volunteer.untilDevice('sealed votes', ({ outbox }) => outbox.length === rounds.length);
          return performance.now() - start;
        },
      };
    },
    async dispose() {
      server.kill();
      await Promise.all([server.ended, site.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
