import { hasDataCollection, hasOrigin } from '../browser.ts';
import { forgetProgress } from '../donation/progress.ts';
import { type Forgotten, forgetAllDrafts, forgetDraft, forgetSiteDrafts } from '../drafts/forgetting.ts';
import { restoreDrafts } from '../drafts/restoring.ts';
import type { MessageName } from '../messages.ts';
import { refused } from '../refusal.ts';
import { cancelReport } from '../reports/outbox.ts';
import { reachAllTabs, reachOpenTabs } from '../sites/open-tabs.ts';
import { allowSite, registerContentScript } from '../sites/registration.ts';
import { noteAllTold, removeSite, takeWishedSite, wishSite } from '../sites/site-store.ts';
import type { Database } from '../storage/database.ts';
import { eraseEverything } from '../storage/erase.ts';
import { changeSettings, readSettings } from '../storage/settings-store.ts';
import { declineStudy, joinStudy, leaveStudy } from '../studies/membership.ts';
import { reviewStudy } from '../studies/review-study.ts';
import { forgetWithdrawn } from '../studies/study-store.ts';
import { captureCommands } from './capture-commands.ts';
import { type Command, done } from './command.ts';
import { releaseAll, releaseIfUnused } from './server-permissions.ts';
import { armAlarm, lookForRounds, openDevice, runDonation, stopWork, untilStopped } from './work.ts';

const paused = refused('reason_resume_first');

/** Forgets, and has every open tab hear of it. */
async function forgotten(forget: (database: Database) => Promise<Forgotten>) {
  const { database } = await openDevice();
  const gone = await forget(database);
  await reachOpenTabs(database);
  return { ...done, ...gone };
}

/**
 * What the background does for each message; its request was checked before. The work stands in the folders it calls.
 */
export const commands: { readonly [Name in MessageName]: Command<Name> } = {
  ...captureCommands,

  'review-study': async ({ link }) => {
    const device = await openDevice();
    const reviewed = await reviewStudy(device, link, AbortSignal.any([untilStopped(), AbortSignal.timeout(60_000)]));
    if (reviewed.ok) return { ok: true, study: reviewed.record.id, signed: reviewed.record.signed };
    // The permission was given for this study alone, and there is none to consent to.
    if (URL.canParse(link)) await releaseIfUnused(device.database, new URL(link).origin);
    return reviewed;
  },

  'join-study': async ({ study, server }) => {
    if (!(await hasDataCollection())) return refused('reason_join_no_data_collection');
    const device = await openDevice();
    if (!(await hasOrigin(server))) return refused('reason_no_host');
    if (!(await joinStudy(device, study, server))) return refused('reason_join_other_study');
    await armAlarm();
    return done;
  },

  'decline-study': async ({ study }) => {
    const { database } = await openDevice();
    const declined = await declineStudy(database, study);
    if (declined) await releaseIfUnused(database, declined.server);
    return done;
  },

  'leave-study': async ({ study }) => {
    stopWork();
    const { database, now } = await openDevice();
    const left = await leaveStudy(database, study, now());
    if (left) await releaseIfUnused(database, left.server);
    await armAlarm();
    return done;
  },

  'forget-withdrawn-study': async ({ study }) => {
    await forgetWithdrawn((await openDevice()).database, study);
    return done;
  },

  'look-for-rounds': async () => {
    if ((await readSettings((await openDevice()).database)).paused) return paused;
    return { ok: true, ...(await lookForRounds()) };
  },

  'donate-now': async ({ rounds }) => {
    const { database, now } = await openDevice();
    const clickedAt = now();
    if ((await readSettings(database)).paused) return paused;
    return { ok: true, outcomes: await runDonation(clickedAt, rounds) };
  },

  wake: async () => done,

  'forget-progress': async () => {
    await forgetProgress((await openDevice()).database);
    return done;
  },

  'cancel-report': async ({ study, round }) => {
    const { database, now } = await openDevice();
    const cancelled = await cancelReport(database, study, round, now());
    await armAlarm();
    return cancelled ? done : refused('reason_report_gone');
  },

  'allow-site': async ({ origin }) => {
    if (!(await hasOrigin(origin))) return refused('reason_site_no_permission', { host: new URL(origin).host });
    const { database, now } = await openDevice();
    await takeWishedSite(database, now());
    await allowSite(database, origin, now());
    // The page that asked is still there, and says so itself.
    await noteAllTold(database);
    return done;
  },

  'told-of-sites': async () => {
    await noteAllTold((await openDevice()).database);
    return done;
  },

  'wish-site': async ({ origin }) => {
    const { database, now } = await openDevice();
    if (origin === null) await takeWishedSite(database, now());
    else await wishSite(database, origin, now());
    return done;
  },

  'remove-site': async ({ origin }) => {
    const { database } = await openDevice();
    await removeSite(database, origin);
    await reachAllTabs(database);
    await registerContentScript(database);
    await releaseIfUnused(database, origin);
    return done;
  },

  'forget-draft': ({ draft }) => forgotten((database) => forgetDraft(database, draft)),
  'forget-site-drafts': ({ origin }) => forgotten((database) => forgetSiteDrafts(database, origin)),
  'forget-all-drafts': () => forgotten(forgetAllDrafts),

  'restore-drafts': async ({ drafts, since }) => {
    const { database, now } = await openDevice();
    const reachable = new Set<string>();
    for (const site of new Set(drafts.map((draft) => draft.site))) if (await hasOrigin(site)) reachable.add(site);
    const restoring = await restoreDrafts(
      database,
      drafts,
      since,
      (site) => reachable.has(site),
      () => crypto.randomUUID(),
      now(),
    );
    switch (restoring.kind) {
      case 'paused':
        return refused('reason_undo_paused');
      case 'too-late':
        return refused('reason_undo_too_late');
      case 'restored':
        return { ok: true, count: restoring.count };
    }
  },

  'set-caps': async (caps) => {
    await changeSettings((await openDevice()).database, caps);
    return done;
  },

  'set-paused': async (wanted) => {
    if (wanted.paused) stopWork();
    const { database } = await openDevice();
    await changeSettings(database, wanted);
    await reachOpenTabs(database);
    await armAlarm();
    return done;
  },

  'erase-everything': async () => {
    stopWork();
    const { database } = await openDevice();
    await eraseEverything(database);
    await reachAllTabs(database);
    await registerContentScript(database);
    await releaseAll();
    await armAlarm();
    return done;
  },
};
