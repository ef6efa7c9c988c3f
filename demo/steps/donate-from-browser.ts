import { setTimeout as pause } from 'node:timers/promises';
import { outOfScope } from '../../fleet/planted-world.ts';
import { fetchRounds, readJoinLink } from '../../fleet/study-client.ts';
import { startChromium } from '../../harness/chromium.ts';
import { browserStudy, type DemoStudy, readDrafts } from '../../harness/demo-studies.ts';
import type { DeviceContents } from '../../harness/device-contents.ts';
import type { ServerProcess } from '../../harness/server-process.ts';
import { typeDrafts } from '../../harness/type-drafts.ts';
import { startTypingPage } from '../../harness/typing-page.ts';
import { until } from '../../harness/until.ts';
import { Volunteer } from '../../harness/volunteer.ts';
import { Wiretap } from '../../harness/wiretap.ts';
import type { Closing } from '../closing.ts';
import { showDevice } from '../device-account.ts';
import type { Narrator } from '../narrator.ts';
import { findLeaks, showRequests } from '../wire-account.ts';

interface Settings {
  readonly demo: DemoStudy;
  readonly server: ServerProcess;
  readonly headed: boolean;
  readonly narrator: Narrator;
  readonly closing: Closing;
}

/**
 * Donates once with the built extension in a real Chromium, and shows what stayed there and what reached the server;
 * true when nothing but votes left.
 */
export async function donateFromBrowser({ demo, server, headed, narrator, closing }: Settings): Promise<boolean> {
  const link = await readJoinLink(server.origin, browserStudy(demo));
  const rounds = await fetchRounds({ ...link, server: server.origin });
  const wiretap = await Wiretap.start(() => Number(new URL(server.origin).port));
  closing.add(() => wiretap.close());
  const site = await startTypingPage();
  closing.add(() => site.close());
  narrator.step(`A wiretap stands between the browser and the server and records every byte (${wiretap.origin})`);

  const browser = await startChromium({ headed });
  closing.add(() => browser.close());
  narrator.step(`${browser.version} runs ${headed ? 'in a window' : 'headless'} with the built extension`);
  narrator.detail(
    'It is a copy that holds the permission for 127.0.0.1 from the start, because nobody can click the browser’s',
  );
  narrator.detail(
    'permission prompt here. The extension that ships has no host permission at install; it asks for each.',
  );

  const volunteer = await Volunteer.in(browser);
  await volunteer.join({ ...link, server: wiretap.origin });
  narrator.step('Joined the demo study on the extension’s own pages: pasted the link, read the consent text, accepted');
  await volunteer.allowSite(site.origin);
  narrator.step(`Allowed one site, on which drafts may be kept: ${site.origin}`);
  const texts = await chooseDrafts(demo);
  const onProgress = narrator.progress(`Typed ${texts.length} messages into that site, key by key`, texts.length);
  await typeDrafts(volunteer, site.origin, texts, onProgress);
  const sendTimes = await donateNow(volunteer, rounds.length);
  narrator.step(
    `Pressed “Donate now”: ${rounds.length} votes are randomised and sealed; they leave 30 s after the click`,
  );
  await countDown(Math.max(...sendTimes), narrator);
  const contents = await sentReports(volunteer, rounds.length);
  await wiretap.waitFor(/^POST .v1.reports/, rounds.length);
  await browser.close();

  showDevice(contents, rounds, narrator);
  const { requests } = wiretap;
  const total = requests.reduce((sum, { raw }) => sum + raw.length, 0);
  narrator.step(`What reached the server’s socket: ${requests.length} requests, ${total} bytes. All of them:`);
  showRequests(requests, narrator);
  const typed = contents.drafts.map(({ text }) => text);
  const leaks = findLeaks(requests, typed);
  for (const leak of leaks) narrator.warn(leak);
  // A report that waited long for its answer is sent again, byte for byte.
  const reports = new Set(requests.map(({ body }) => body.toString()).filter((body) => body !== '')).size;
  if (leaks.length === 0) {
    narrator.step(`Searched these bytes for any three words in a row of the ${typed.length} drafts: none are there`);
    narrator.detail(
      `There are ${reports} different bodies, and each is a report: round, vote, 16 random bytes, nothing else.`,
    );
  }
  await wiretap.close();
  await site.close();
  return leaks.length === 0 && reports === rounds.length;
}

/** Drafts on as many topics, at most a dozen; the fifth ones hold some of the phrases that the poll asks for. */
async function chooseDrafts(demo: DemoStudy): Promise<string[]> {
  const drafts = await readDrafts(demo);
  const topics = [...new Set(drafts.map(({ topic }) => topic))].filter((topic) => topic !== outOfScope);
  const fifth = topics.map((topic) => drafts.filter((draft) => draft.topic === topic)[4]?.text ?? []);
  return fifth.slice(0, 12).flat();
}

/**
 * Presses "Donate now" in the popup and waits until the votes are sealed; returns the times at which they will leave.
 */
async function donateNow(volunteer: Volunteer, rounds: number): Promise<number[]> {
  const popup = await volunteer.clickDonate();
  const sealed = await until(
    `${rounds} sealed votes`,
    async () => {
      const { outbox } = await volunteer.device();
      return outbox.length === rounds && outbox;
    },
    () => popup.page.text(),
  );
  await popup.close();
  return sealed.map(({ sendAt }) => sendAt);
}

/** Waits until there is a receipt for every report. */
function sentReports(volunteer: Volunteer, rounds: number): Promise<DeviceContents> {
  return until(
    'all reports to be sent',
    async () => {
      const device = await volunteer.device();
      return device.receipts.length === rounds && device;
    },
    async () =>
      (await volunteer.device()).outbox.map(({ sendAt, attempts }) => ({ attempts, inMs: sendAt - Date.now() })),
  );
}

async function countDown(leavesAt: number, narrator: Narrator): Promise<void> {
  const seconds = Math.max(1, Math.ceil((leavesAt - Date.now()) / 1000));
  const onProgress = narrator.progress('Waited until they left; until then each could still be cancelled', seconds);
  for (let left = seconds; left > 0; left = Math.ceil((leavesAt - Date.now()) / 1000)) {
    onProgress(Math.max(0, seconds - left));
    await pause(500);
  }
  onProgress(seconds);
}
