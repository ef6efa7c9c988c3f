const fast = (...folders) => folders.map((folder) => `tests/{unit,property,vectors}/${folder}/**/*.test.ts`);
const room = (path, more = []) => ({ mutate: [`${path}/**/*.ts`, ...more], tests: fast(path) });
const rooms = (world, names) => Object.fromEntries(names.map((name) => [name, room(`${world}/${name}`)]));
/** One device answers, charges and sends in these tests, so they notice changes in all of these rooms. */
const device = fast('src/{donation,reports,ledger,studies,network,storage}');

/** Nearly every change here makes somebody wait for ever, so few and quick tests must do. */
const waiting = {
  mutate: ['server/store/group-commit.ts', 'server/store/sqlite/sqlite-store.ts'],
  tests: ['group-commit', 'sqlite/sqlite-store'].map((name) => `tests/unit/server/store/${name}.test.ts`),
  patienceMs: 3000,
};

/**
 * What `npm run mutate` changes, part by part, and the tests that must notice it. These need neither a process, a model
 * nor a browser.
 *
 * Searches by halving become endless when they are changed. `patienceMs` is how much longer than its tests alone a
 * change may take before it counts as endless, and so as noticed; 20 seconds unless told otherwise.
 *
 * @type {Record<string, Record<string, { mutate: string[], tests: string[], patienceMs?: number }>>}
 */
export const scopes = {
  core: {
    root: { mutate: ['core/*.ts'], tests: ['tests/{unit,property,vectors}/core/*.test.ts', ...fast('core/answering')] },
    ...rooms('core', ['privacy', 'protocol', 'embedding', 'answering']),
    estimation: { ...room('core/estimation'), patienceMs: 6000 },
  },
  donation: Object.fromEntries(
    ['donation', 'reports', 'ledger', 'studies', 'network', 'storage'].map((name) => [
      name,
      { mutate: [`src/${name}/**/*.ts`], tests: device },
    ]),
  ),
  capture: {
    capture: room('src/capture', ['!src/capture/index.iife.ts']),
    ...rooms('src', ['drafts', 'sites']),
  },
  store: {
    // What runs only inside the worker thread cannot be watched from a test, so the store's suite runs without one.
    store: {
      mutate: ['server/store/**/*.ts', '!server/store/sqlite/worker.ts', ...waiting.mutate.map((file) => `!${file}`)],
      tests: [...fast('server/store'), 'tests/store/report-store.test.ts'],
      patienceMs: 6000,
    },
    waiting,
    // The other tests of results open a whole server each, which takes a second.
    results: { mutate: ['server/results/**/*.ts'], tests: ['tests/unit/server/results/closing.test.ts'] },
    studies: { mutate: ['server/studies/**/*.ts', '!server/studies/embedder.ts'], tests: fast('server/studies') },
  },
};

/** The part that a run was asked for, as "scope/part". */
export function partOf(name = 'core/answering') {
  const [scope = '', part = ''] = name.split('/');
  const found = scopes[scope]?.[part];
  if (!found) throw new Error(`no part of mutation testing is called "${name}"`);
  return { name: name.replace('/', '-'), ...found };
}
