import { test } from 'vitest';
import type { JoinLink } from '../../core/protocol/join-link.ts';
import { startChromium } from '../../harness/chromium.ts';
import type { DrivenBrowser, ProfileChoices } from '../../harness/driven-browser.ts';
import { startFirefox } from '../../harness/firefox.ts';
import { farYear, type StudyChoices, studyYaml, textFiles, writeStudyFolder } from '../../harness/study-folder.ts';
import { type PublishedRound, StudyServer } from '../../harness/study-server.ts';
import { startTypingPage, type TypingPage } from '../../harness/typing-page.ts';
import { Volunteer } from '../../harness/volunteer.ts';
import { Wiretap } from '../../harness/wiretap.ts';

/**
 * What every test has to itself: a study server with one study (of a candidate round unless told otherwise), the tap on
 * its wire, and a web page to write on.
 */
export interface World {
  readonly browserName: DrivenBrowser['name'];
  readonly server: StudyServer;
  readonly wiretap: Wiretap;
  readonly typingPage: TypingPage;
  /** Leads through the wiretap. */
  readonly link: JoinLink;
  /** Rounds of the study, in order. */
  readonly rounds: readonly PublishedRound[];
  /** Starts a browser with a new profile. */
  volunteer(choices?: ProfileChoices): Promise<Volunteer>;
}

/** Runs one test body in Chromium and in Firefox, side by side: most of a test is waiting. */
export function testInBothBrowsers(
  name: string,
  { candidates, ...study }: StudyChoices & { readonly candidates?: readonly string[] },
  body: (world: World) => Promise<void>,
): void {
  test.concurrent.for(['chromium', 'firefox'] as const)(`${name} (%s)`, async (browserName, { onTestFinished }) => {
    const server = await StudyServer.create();
    onTestFinished(() => server.close());
    const yaml = studyYaml({ rounds: ['candidates'], year: farYear, ...study });
    writeStudyFolder({ parent: server.studies, yaml, files: textFiles(candidates) });
    await server.start();
    const wiretap = await Wiretap.start(() => server.port);
    onTestFinished(() => wiretap.close());
    const typingPage = await startTypingPage();
    onTestFinished(() => typingPage.close());
    const link = server.joinLink('commute', wiretap.origin);
    await body({
      browserName,
      server,
      wiretap,
      typingPage,
      link,
      rounds: server.rounds(link.study),
      async volunteer(choices) {
        const browser = await (browserName === 'chromium' ? startChromium : startFirefox)(choices);
        onTestFinished(() => browser.close());
        return Volunteer.in(browser);
      },
    });
  });
}
