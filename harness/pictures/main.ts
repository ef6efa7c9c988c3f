import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../build-extension.ts';
import { startChromium } from '../chromium.ts';
import type { DrivenBrowser, DrivenPage } from '../driven-browser.ts';
import { startFirefox } from '../firefox.ts';
import { repository } from '../folders.ts';
import { contactSheet, photograph, photographFirefox, photographForStores, type View, views } from './camera.ts';
import { openStage, type Stage } from './stage.ts';
import { type PictureState, states } from './states.ts';

const usage = `Usage: npm run pictures -- [--only NAME]
  Photographs every state in harness/pictures/states.ts: into docs/images what is kept, into dist/pictures all of it.
  --only NAME   only the states whose name contains NAME, without contact sheets`;

// The same everywhere, as far as a picture shows where it was made.
process.env.TZ = 'UTC';
process.env.LANG = 'en_GB.UTF-8';

/** Of the server; it stands in pictures. */
const port = 4180;

const kept = join(repository, 'docs/images/pages');
const stores = join(repository, 'docs/images/store');
const all = join(repository, 'dist/pictures');

/** Looked at one by one; all other views stand on a contact sheet each. */
const isKept = ({ width, scheme }: View): boolean => scheme === 'light' && width !== 320;
const viewName = ({ width, scheme }: View): string => `${scheme}-${width}`;

async function save(folder: string, name: string, picture: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), picture);
}

/** Walks through states with a browser and a server of its own; both are closed however the walk ends. */
async function walk<Browser extends DrivenBrowser>(
  browser: Browser,
  way: readonly PictureState[],
  look: (state: PictureState, page: DrivenPage) => Promise<void>,
): Promise<void> {
  let stage: Stage | undefined;
  try {
    stage = await openStage(browser, port);
    for (const state of way) {
      const page = await state.open(stage);
      await look(state, page);
      await page.close();
    }
  } finally {
    await browser.close();
    await stage?.close();
  }
}

async function photographChromium(only: string): Promise<void> {
  const browser = await startChromium();
  const sheets = new Map(views.map((view) => [view, [] as Buffer[]]));
  await walk(browser, states, async (state, page) => {
    if (!state.name.includes(only)) return;
    for (const view of views) {
      // The browser makes a popup as wide as it asks for.
      if (state.name.startsWith('popup') && view.width !== 380) continue;
      const picture = await photograph(browser, page, view);
      sheets.get(view)?.push(picture);
      await save(all, `${state.name}-${viewName(view)}.png`, picture);
      if (isKept(view)) await save(kept, `${state.name}-${view.width}.png`, picture);
    }
    if (state.forStores) await save(stores, `${state.name}.png`, await photographForStores(browser, page));
    console.log(state.name);
  });
  if (only !== '') return;
  for (const [view, pictures] of sheets) {
    if (!isKept(view)) await save(kept, `sheet-${viewName(view)}.png`, await contactSheet(pictures, view));
  }
}

async function photographInFirefox(only: string): Promise<void> {
  const way = states.slice(0, 1 + states.findLastIndex(({ inFirefox }) => inFirefox));
  const browser = await startFirefox();
  await walk(browser, way, async (state, page) => {
    if (!state.inFirefox || !state.name.includes(only)) return;
    for (const width of state.name.startsWith('popup') ? [380] : [380, 1280]) {
      await save(kept, `firefox-${state.name}-${width}.png`, await photographFirefox(browser, page, width));
    }
    console.log(`${state.name}, Firefox`);
  });
}

const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const only = values.only ?? '';
await buildExtension('chrome');
await buildExtension('firefox');
// Whatever state has gone must not be left behind.
if (only === '') await Promise.all([kept, stores, all].map((folder) => rm(folder, { recursive: true, force: true })));
await photographChromium(only);
await photographInFirefox(only);
