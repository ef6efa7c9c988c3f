const fast = (...folders) => folders.map((folder) => `tests/{unit,property,vectors}/${folder}/**/*.test.ts`);
const room = (path, more = []) => ({ mutate: [`${path}/**/*.ts`, ...more], tests: fast(path) });
const rooms = (world, names) => Object.fromEntries(names.map((name) => [name, room(`${world}/${name}`)]));
/** One device answers, charges and sends in these tests, so they notice changes in all of these rooms. */
const device = fast('src/{donation,reports,ledger,studies,network,storage}');

const capture = (names) => `src/capture/{${names}}.ts`;
/** Their work is the page itself, so real browsers test them; docs/mutation.md says how, file by file. */
const pageFiles = capture(
  'capture,document-listeners,editor-text,field-facts,field-text,followed-field,index.iife,password-fields,safe-dom',
);
const writtenTexts = capture('announcement,deleted-texts,draft-verdict,field-model,marked-text,own-words');
const secretScans = capture('plain-characters,secret-*,seed-words,sha256-block');
const captureTests = 'tests/{unit,property,vectors}/src/capture';
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
  donation: {
    ...Object.fromEntries(
      ['donation', 'reports', 'ledger', 'studies', 'network'].map((name) => [
        name,
        { mutate: [`src/${name}/**/*.ts`], tests: device },
      ]),
    ),
    // The tests of drafts and sites say when an epoch of capturing ends.
    storage: { mutate: ['src/storage/**/*.ts'], tests: [...device, ...fast('src/{drafts,sites}')] },
  },
  capture: {
    texts: {
      mutate: [writtenTexts],
      tests: [`${captureTests}/{draft-verdict,field-model,marked-text,own-words}.test.ts`],
    },
    secrets: { mutate: [secretScans], tests: [`${captureTests}/{secret,seed,plain,sha256}-*.test.ts`] },
    // Everything else, so that a new file is in one of the parts.
    fields: {
      mutate: ['src/capture/**/*.ts', `!${pageFiles}`, `!${writtenTexts}`, `!${secretScans}`],
      tests: [`${captureTests}/{capture-link,field-policy,field-words,frame-origins}.test.ts`],
    },
    ...rooms('src', ['drafts', 'sites']),
  },
  store: {
    // What runs only inside the worker thread cannot be watched from a test, so the store's suite runs without one. It
    // runs without PostgreSQL, too: each change would wait for a cluster.
    store: {
      mutate: [
        'server/store/**/*.ts',
        '!server/store/{sqlite/worker,postgres/*}.ts',
        ...waiting.mutate.map((file) => `!${file}`),
      ],
      tests: [...fast('server/store'), 'tests/store/{report-store,sqlite-files}.test.ts'],
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
