import browser, { type Runtime } from 'webextension-polyfill';
import { permissionPattern } from '../browser.ts';
import { noteStopped } from '../donation/progress.ts';
import type { MessageName, Messages } from '../messages.ts';
import { refused } from '../refusal.ts';
import { reachOpenTabs } from '../sites/open-tabs.ts';
import { allowSite, registerContentScript } from '../sites/registration.ts';
import { takeWishedSite } from '../sites/site-store.ts';
import { announceChange } from '../storage/changes.ts';
import { declineStudy } from '../studies/membership.ts';
import { listStudies } from '../studies/study-store.ts';
import { captureCommands } from './capture-commands.ts';
import { commands } from './commands.ts';
import { requestSchemas } from './request-schemas.ts';
import { isOwnPage, pageOrigin } from './senders.ts';
import { leaveUnreachable, releaseIfUnused } from './server-permissions.ts';
import { armAlarm, openDevice, runDue, showState } from './work.ts';

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
  const reply = command(request.data, sender);
  // What a page of the extension asked for may have changed what the toolbar button shows.
  if (isOwnPage(sender)) void reply.finally(showState).catch(() => {});
  return reply;
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
  if (wished !== undefined && origins.includes(permissionPattern(wished))) {
    await allowSite(database, wished, now(), false);
    await showState();
  }
});

browser.permissions.onRemoved.addListener(async () => {
  const { database, now } = await openDevice();
  await leaveUnreachable(database, now());
  await registerContentScript(database);
  await reachOpenTabs(database);
  await armAlarm();
  await showState();
});

async function start(): Promise<void> {
  // The background before this one may have been stopped between a change and its announcement.
  announceChange();
  const { database, now } = await openDevice();
  await noteStopped(database);
  await leaveUnreachable(database, now());
  await registerContentScript(database);
  await reachOpenTabs(database);
  await runDue();
}
void start();
