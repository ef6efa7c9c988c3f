import type { Runtime } from 'webextension-polyfill';
import { hasOrigin } from '../browser.ts';
import { type Keeping, keepDraft } from '../drafts/draft-store.ts';
import { retractDraft } from '../drafts/forgetting.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { refused } from '../refusal.ts';
import { type CaptureState, noteRefusal, readCaptureState } from '../sites/site-store.ts';
import type { Database } from '../storage/database.ts';
import { type Command, done } from './command.ts';
import { pageOrigin } from './senders.ts';
import { openDevice } from './work.ts';

/** Why nothing was kept. */
const reasons: { readonly [Name in Exclude<Keeping, 'kept'>]: string } = {
  'not-allowed': 'Nothing is kept from here.',
  paused: 'Capturing is paused.',
  'earlier-epoch': 'This was typed before capturing was paused, or before something was forgotten.',
  'too-fast': 'Nobody writes this fast.',
};

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
    return { ...done, ...(await stateFor(database, sender)) };
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
      return { ...refused(reasons[keeping]), ...(await stateFor(database, sender)) };
    }),

  // Taking back is allowed in every epoch, also while paused: it only deletes.
  'draft-retracted': ({ field }, sender) =>
    inOrder(async () => {
      const site = pageOrigin(sender);
      if (site === undefined) return refused('Nothing can be taken back from here.');
      await retractDraft((await openDevice()).database, site, field);
      return done;
    }),

  'field-refused': async ({ reason, epoch }, sender) => {
    const site = pageOrigin(sender);
    if (site === undefined) return refused('Nothing is noted from here.');
    const { database, now } = await openDevice();
    await noteRefusal(database, site, reason, epoch, now());
    return done;
  },
} satisfies {
  readonly [Name in 'capture-state' | 'draft-captured' | 'draft-retracted' | 'field-refused']: Command<Name>;
};
