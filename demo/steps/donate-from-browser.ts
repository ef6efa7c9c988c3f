import { setTimeout as pause } from 'node:timers/promises';
import { model } from '../../core/embedding/model.ts';
import { decodeVote } from '../../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../../core/protocol/base64url.ts';
import { reportSchema } from '../../core/protocol/report.ts';
import { startChromium } from '../../tests/harness/chromium.ts';
import { startTypingPage } from '../../tests/harness/typing-page.ts';
import { until } from '../../tests/harness/until.ts';
import { Wiretap } from '../../tests/harness/wiretap.ts';
import { allowSite, type DeviceContents, donateNow, joinStudy, readDevice, typeDrafts } from '../browser-volunteer.ts';
import type { Closing } from '../closing.ts';
import { browserStudy, readDrafts } from '../demo-studies.ts';
import type { Narrator } from '../narrator.ts';
import { outOfScope } from '../planted-world.ts';
import type { ServerProcess } from '../server-process.ts';
import type { FetchedRound } from '../simulated-volunteer.ts';
import { fetchRounds, readJoinLink } from '../study-client.ts';
import { findLeaks, showRequests } from '../wire-account.ts';

interface Settings {
  readonly server: ServerProcess;
  readonly headed: boolean;
  readonly narrator: Narrator;
  readonly closing: Closing;
}

/**
 * Donates once with the built extension in a real Chromium, and shows what stayed there and what reached the server; true when nothing
 * but votes left.
 */
export async function donateFromBrowser({ server, headed, narrator, closing }: Settings): Promise<boolean> {
  const link = await readJoinLink(server.origin, browserStudy);
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

  await joinStudy(browser, { ...link, server: wiretap.origin });
  narrator.step('Joined the demo study on the extension’s own pages: pasted the link, read the consent text, accepted');
  await allowSite(browser, site.origin);
  narrator.step(`Allowed one site, on which drafts may be kept: ${site.origin}`);

  const texts = await chooseDrafts();
  const device = await browser.openExtensionPage('src/pages/home/index.html#receipts');
  const onProgress = narrator.progress(`Typed ${texts.length} messages into that site, key by key`, texts.length);
  await typeDrafts(browser, { site: site.origin, texts, device }, onProgress);

  const sendTimes = await donateNow(browser, device, rounds.length);
  narrator.step(
    `Pressed “Donate now”: ${rounds.length} votes are randomised and sealed; they leave 30 s after the click`,
  );
  await countDown(Math.max(...sendTimes), narrator);
  const contents = await until(
    'all reports to be sent',
    async () => {
      const now = await readDevice(device);
      return now.receipts.length === rounds.length && now;
    },
    async () => {
      const { waiting, receipts } = await readDevice(device);
      const inSeconds = ({ sendAt, attempts }: (typeof waiting)[number]) =>
        `attempt ${attempts + 1} in ${Math.round((sendAt - Date.now()) / 1000)} s`;
      return { receipts: receipts.length, waiting: waiting.map(inSeconds), arrived: wiretap.seen(/^POST /).length };
    },
  );
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
  const reports = requests.filter(({ body }) => body.length > 0).length;
  if (leaks.length === 0) {
    narrator.step(`Searched these bytes for any three words in a row of the ${typed.length} drafts: none are there`);
    narrator.detail(
      `${reports} requests have a body, and each body is a report: round, vote, 16 random bytes, nothing else.`,
    );
  }
  await wiretap.close();
  await site.close();
  return leaks.length === 0 && reports === rounds.length;
}

/** A dozen drafts on as many topics; the fifth ones hold some of the phrases that the poll asks for. */
async function chooseDrafts(): Promise<string[]> {
  const drafts = await readDrafts();
  const topics = [...new Set(drafts.map(({ topic }) => topic))].filter((topic) => topic !== outOfScope);
  const fifth = topics.map((topic) => drafts.filter((draft) => draft.topic === topic)[4]?.text ?? []);
  return fifth.slice(0, 12).flat();
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

/** What the volunteer alone can see. */
function showDevice(contents: DeviceContents, rounds: readonly FetchedRound[], narrator: Narrator): void {
  const { drafts, receipts, charges } = contents;
  narrator.step('What stayed on the device:');
  narrator.detail(`${drafts.length} drafts, ${drafts.reduce((sum, { text }) => sum + text.length, 0)} characters`);
  narrator.detail(
    `1 embedding of the draft that was drawn (${model.dimensions} numbers): used once, not even stored there`,
  );
  for (const round of rounds) {
    const receipt = receipts.find((each) => each.round === round.round);
    if (!receipt || receipt.body === null) continue;
    const inWords = (id: number | null) => (id === null ? 'deleted' : (round.texts[id] ?? 'none of these'));
    const { vote } = reportSchema.parse(JSON.parse(receipt.body));
    const noisyIds = [...decodeVote(decodeBase64Url(vote), round.manifest.mechanism)];
    narrator.detail(`1 true answer to “${round.manifest.title}”`);
    narrator.detail(`    true answer:          ${inWords(receipt.trueAnswer)}`);
    narrator.detail(`    vote (this one left): ${noisyIds.map(inWords).join(' | ')}`);
    narrator.detail(`    odds that a vote is true: ${(100 * receipt.oddsTrue).toFixed(0)} of 100`);
  }
  const spent = charges.reduce((sum, { epsilon }) => sum + epsilon, 0);
  narrator.detail(
    `1 ledger: privacy loss (epsilon) of ${spent.toFixed(2)} spent in ${charges.length} charges, of at most 8 in 30 days`,
  );
}
