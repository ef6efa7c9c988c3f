import type { Runtime } from 'webextension-polyfill';
import { hasOrigin } from '../browser.ts';
import { keepDraft } from '../drafts/draft-store.ts';
import { retractDraft } from '../drafts/forgetting.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { type CaptureState, noteRefusal, readCaptureState } from '../sites/site-store.ts';
import type { Database } from '../storage/database.ts';
import { showTab } from './badge.ts';
import { type Command, done } from './command.ts';
import { pageOrigin } from './senders.ts';
import { openDevice } from './work.ts';

const notAllowed = { ok: false, notKept: 'not-allowed' } as const;

/** Drafts and retractions take effect in the order in which they came. */
const inOrder = oneAtATime();

async function stateFor(database: Database, sender: Runtime.MessageSender): Promise<CaptureState> {
  const site = pageOrigin(sender);
  if (site === undefined || !(await hasOrigin(site))) return { epoch: 0, capturing: false };
  return readCaptureState(database, site);
}

/** What the background does for content scripts; which site they are on comes from the browser. */
export const captureCommands = {
  'capture-state': async (_request, sender) => {
    const { database } = await openDevice();
    const state = await stateFor(database, sender);
    if (sender.tab && sender.frameId === 0) void showTab(database, sender.tab, state.capturing);
    return { ...done, ...state };
  },

  'draft-captured': ({ field, text, epoch }, sender) =>
    inOrder(async () => {
      const { database, now } = await openDevice();
      const site = pageOrigin(sender);
      const mayReach = site !== undefined && (await hasOrigin(site));
      const keeping = mayReach
        ? await keepDraft(database, { field, text, site }, epoch, crypto.randomUUID(), now())
        : 'not-allowed';
      if (keeping === 'kept') return done;
      return { ok: false, notKept: keeping, ...(await stateFor(database, sender)) };
    }),

  // Taking back is allowed in every epoch, also while paused: it only deletes.
  'draft-retracted': ({ field }, sender) =>
    inOrder(async () => {
      const site = pageOrigin(sender);
      if (site === undefined) return notAllowed;
      await retractDraft((await openDevice()).database, site, field);
      return done;
    }),

  'field-refused': async ({ reason, epoch }, sender) => {
    const site = pageOrigin(sender);
    if (site === undefined) return notAllowed;
    const { database, now } = await openDevice();
    await noteRefusal(database, site, reason, epoch, now());
    return done;
  },
} satisfies {
  readonly [Name in 'capture-state' | 'draft-captured' | 'draft-retracted' | 'field-refused']: Command<Name>;
};
