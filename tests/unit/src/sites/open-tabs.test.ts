import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { reachAllTabs, reachOpenTabs } from '../../../../src/sites/open-tabs.ts';
import { allowSite, registerContentScript } from '../../../../src/sites/registration.ts';
import { addSite, listSites } from '../../../../src/sites/site-store.ts';
import { readEpoch } from '../../../../src/storage/capture-epoch.ts';
import { type Database, openDatabase } from '../../../../src/storage/database.ts';

const { fake } = vi.hoisted(() => {
  vi.stubGlobal('__BROWSER__', 'chrome');
  return {
    fake: {
      tabs: { query: vi.fn(), sendMessage: vi.fn() },
      permissions: { contains: vi.fn() },
      scripting: {
        executeScript: vi.fn(),
        getRegisteredContentScripts: vi.fn(),
        registerContentScripts: vi.fn(),
        updateContentScripts: vi.fn(),
        unregisterContentScripts: vi.fn(),
      },
    },
  };
});
vi.mock('webextension-polyfill', () => ({ default: fake }));

const mail = 'https://mail.example';
let database: Database;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  database = await openDatabase();
  vi.resetAllMocks();
  fake.permissions.contains.mockResolvedValue(true);
  fake.scripting.getRegisteredContentScripts.mockResolvedValue([]);
  fake.scripting.executeScript.mockResolvedValue([]);
  fake.tabs.query.mockResolvedValue([]);
  fake.tabs.sendMessage.mockResolvedValue(true);
});

test('all tabs are told of the epoch, and no script is started', async () => {
  await addSite(database, mail, 70);
  fake.tabs.query.mockResolvedValue([{ id: 1 }, {}, { id: 3 }]);
  fake.tabs.sendMessage.mockRejectedValueOnce(new Error('Receiving end does not exist'));
  await reachAllTabs(database);
  const message = { name: 'capture-state-changed', epoch: 70 };
  expect(fake.tabs.query).toHaveBeenCalledWith({});
  expect(fake.tabs.sendMessage.mock.calls).toEqual([
    [1, message],
    [3, message],
  ]);
  expect(fake.scripting.executeScript).not.toHaveBeenCalled();
});

test('a tab of an allowed site where nobody hears gets the script in all its frames', async () => {
  await addSite(database, mail, 70);
  await addSite(database, 'http://127.0.0.1:8000', 71);
  fake.tabs.query.mockResolvedValue([{ id: 1 }, { id: 2 }, { id: 3, incognito: true }, {}]);
  fake.tabs.sendMessage.mockImplementation(async (tab: number) => tab === 1);
  await reachOpenTabs(database);
  expect(fake.tabs.query).toHaveBeenCalledWith({ url: ['http://127.0.0.1/*', `${mail}/*`], discarded: false });
  expect(fake.scripting.executeScript.mock.calls).toEqual([
    [{ target: { tabId: 2, allFrames: true }, files: ['capture.js'] }],
  ]);
});

test('a tab that was closed meanwhile, or may not be read, stops nothing', async () => {
  await addSite(database, mail, 70);
  fake.tabs.query.mockResolvedValue([{ id: 1 }]);
  fake.tabs.sendMessage.mockRejectedValue(new Error('no such tab'));
  fake.scripting.executeScript.mockRejectedValue(new Error('no such tab'));
  await expect(reachOpenTabs(database)).resolves.toBeUndefined();
  expect(fake.scripting.executeScript).toHaveBeenCalledOnce();
});

test('nobody waits for long for a tab that does not reply', async () => {
  await addSite(database, mail, 70);
  fake.tabs.query.mockResolvedValue([{ id: 1 }]);
  fake.tabs.sendMessage.mockReturnValue(new Promise(() => {}));
  await expect(reachAllTabs(database)).resolves.toBeUndefined();
});

test('without an allowed site no tab is looked at', async () => {
  await reachOpenTabs(database);
  expect(fake.tabs.query).not.toHaveBeenCalled();
});

const script = {
  id: 'capture',
  js: ['capture.js'],
  runAt: 'document_start',
  allFrames: true,
  matchOriginAsFallback: true,
};

test('an allowed site gets the script, registered for all its frames, and its open tabs are reached', async () => {
  fake.tabs.query.mockResolvedValue([{ id: 1 }]);
  await allowSite(database, mail, 70);
  expect(fake.scripting.registerContentScripts.mock.calls).toEqual([
    [[{ ...script, matches: [`${mail}/*`], persistAcrossSessions: true }]],
  ]);
  expect(fake.tabs.sendMessage).toHaveBeenCalledOnce();
  expect(fake.permissions.contains.mock.calls).toEqual([[{ origins: [`${mail}/*`] }]]);
  expect(fake.scripting.getRegisteredContentScripts.mock.calls).toEqual([[{ ids: ['capture'] }]]);
});

test('a registration that is there is brought up to date', async () => {
  await addSite(database, 'https://news.example', 1);
  await addSite(database, mail, 2);
  fake.scripting.getRegisteredContentScripts.mockResolvedValue([script]);
  await registerContentScript(database);
  expect(fake.scripting.updateContentScripts.mock.calls).toEqual([
    [[{ ...script, matches: [`${mail}/*`, 'https://news.example/*'] }]],
  ]);
  expect(fake.scripting.unregisterContentScripts).not.toHaveBeenCalled();
  expect(fake.scripting.registerContentScripts).not.toHaveBeenCalled();
});

test('a site whose permission is gone is forgotten, its epoch ends, and nothing stays registered', async () => {
  await addSite(database, mail, 70);
  fake.permissions.contains.mockResolvedValue(false);
  fake.scripting.getRegisteredContentScripts.mockResolvedValue([script]);
  await registerContentScript(database);
  expect(await listSites(database)).toEqual([]);
  expect(await readEpoch(database)).toBe(71);
  expect(fake.scripting.unregisterContentScripts.mock.calls).toEqual([[{ ids: ['capture'] }]]);
  expect(fake.scripting.updateContentScripts).not.toHaveBeenCalled();
});

test('nothing is unregistered when nothing was registered', async () => {
  await registerContentScript(database);
  expect(fake.scripting.unregisterContentScripts).not.toHaveBeenCalled();
  expect(fake.scripting.registerContentScripts).not.toHaveBeenCalled();
});
