import browser, { type Runtime } from 'webextension-polyfill';
import { permissionPattern } from '../browser.ts';
import type { MessageName, Messages } from '../messages.ts';
import { refused } from '../refusal.ts';
import { reachOpenTabs } from '../sites/open-tabs.ts';
import { allowSite, registerContentScript } from '../sites/registration.ts';
import { takeWishedSite } from '../sites/site-store.ts';
import { declineStudy } from '../studies/membership.ts';
import { listStudies } from '../studies/study-store.ts';
import { captureCommands } from './capture-commands.ts';
import { commands } from './commands.ts';
import { requestSchemas } from './request-schemas.ts';
import { isOwnPage, pageOrigin } from './senders.ts';
import { leaveUnreachable, releaseIfUnused } from './server-permissions.ts';
import { armAlarm, openDevice, runDue } from './work.ts';

// Wiring only. Every listener is set in the first turn of the background: the browser wakes it for events it has a
// listener for.

type Message = { readonly name: MessageName; readonly request: unknown };

const isMessage = (message: unknown): message is Message =>
  typeof message === 'object' && message !== null && 'name' in message && Object.hasOwn(commands, String(message.name));

/**
 * Content scripts have messages of their own and no others; every other message comes from a page of the extension.
 */
const mayAsk = (name: MessageName, sender: Runtime.MessageSender): boolean =>
  name in captureCommands ? pageOrigin(sender) !== undefined : isOwnPage(sender);

browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  // Not for the background, such as what it says to the offscreen document itself: somebody else replies.
  if (!isMessage(message)) return undefined;
  if (!mayAsk(message.name, sender)) return Promise.resolve(refused('reason_not_understood'));
  const request = requestSchemas[message.name].safeParse(message.request);
  if (!request.success) return Promise.resolve(refused('reason_not_understood'));
  const command = commands[message.name] as (
    request: Messages[MessageName]['request'],
    sender: Runtime.MessageSender,
  ) => Promise<Messages[MessageName]['response']>;
  return command(request.data, sender);
});

browser.alarms.onAlarm.addListener(() => runDue());

browser.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('src/pages/welcome/index.html') });
});

browser.runtime.onStartup.addListener(async () => {
  const { database } = await openDevice();
  // A review that was left open when the browser was closed was not accepted: it is declined (P1).
  for (const study of (await listStudies(database)).filter(({ state }) => state === 'under-review')) {
    await declineStudy(database, study.id);
    await releaseIfUnused(database, study.server);
  }
});

browser.permissions.onAdded.addListener(async ({ origins = [] }) => {
  const { database, now } = await openDevice();
  const wished = await takeWishedSite(database, now());
  // Firefox closes the popup that asked for the permission: what was wished there is carried out from here.
  if (wished !== undefined && origins.includes(permissionPattern(wished))) await allowSite(database, wished, now());
});

browser.permissions.onRemoved.addListener(async () => {
  const { database, now } = await openDevice();
  await leaveUnreachable(database, now());
  await registerContentScript(database);
  await reachOpenTabs(database);
  await armAlarm();
});

async function start(): Promise<void> {
  const { database, now } = await openDevice();
  await leaveUnreachable(database, now());
  await registerContentScript(database);
  await reachOpenTabs(database);
  await runDue();
}
void start();
