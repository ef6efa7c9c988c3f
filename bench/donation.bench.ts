import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../harness/until.ts';
import type { Benchmark, Prepared } from './benchmark.ts';
import { type DonationStage, openDonationStage } from './donating-volunteer.ts';
import { extensionMemory } from './extension-memory.ts';

async function coldDonation(): Promise<Prepared> {
  const stage = await openDonationStage();
  let loading = Number.NaN;
  return {
    subject: async () => {
      const { browser, loadAndEmbed, donate } = await stage.newVolunteer();
      loading = await loadAndEmbed();
      const elapsed = await donate();
      await browser.close();
      return elapsed;
    },
    floor: async () => loading,
    dispose: stage.dispose,
  };
}

/** MiB before a donation, at most during it, and after it, with the same pages open. */
async function memoryOfDonation(stage: DonationStage): Promise<{ before: number; during: number; after: number }> {
  const { browser, popup, donate } = await stage.newVolunteer();
  const before = await extensionMemory(browser);
  let during = before;
  let donating = true;
  const donation = donate().finally(() => {
    donating = false;
  });
  while (donating) during = Math.max(during, await extensionMemory(browser));
  await donation;
  await until('the model to be freed', () => popup.evaluate(async () => !(await chrome.offscreen.hasDocument())));
  // Chromium gives memory back to the system a little later.
  await pause(3000);
  const after = await extensionMemory(browser);
  await browser.close();
  return { before, during, after };
}

const memory = (moment: 'during' | 'after') => async (): Promise<Prepared> => {
  const stage = await openDonationStage();
  let before = Number.NaN;
  return {
    subject: async () => {
      const measured = await memoryOfDonation(stage);
      before = measured.before;
      return measured[moment];
    },
    floor: async () => before,
    dispose: stage.dispose,
  };
};

export default [
  {
    name: 'cold donation, from agreeing to two sealed votes, Chromium',
    unit: 'ms',
    floorName: 'loading the model, one text',
    rounds: 5,
    prepare: coldDonation,
  },
  {
    name: "extension's processes, most during a donation, Chromium",
    unit: 'MiB',
    floorName: 'before it',
    rounds: 3,
    prepare: memory('during'),
  },
  {
    name: "extension's processes, after a donation, Chromium",
    unit: 'MiB',
    floorName: 'before it',
    rounds: 3,
    prepare: memory('after'),
  },
] satisfies Benchmark[];
