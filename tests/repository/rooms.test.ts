import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { readText, trackedFiles } from './tracked-files.ts';

/**
 * The rooms of each world, from the ground up: a room may import the rooms that stand above it in its list, and
 * nothing else of its world. A file that stands beside the rooms is a room of its own.
 */
const worlds: Record<string, readonly string[]> = {
  core: [
    'ids',
    'binomial',
    'folding',
    'percent',
    'languages',
    'language-detection',
    'control-characters',
    'privacy',
    'protocol',
    'estimation',
    'words',
    'embedding',
    'answering',
    'evolution',
  ],
  src: [
    'icons',
    'one-at-a-time',
    'browser',
    '_locales',
    'language',
    'refusal',
    'storage',
    'ledger',
    'network',
    'device',
    'overdue',
    'consent',
    'reports',
    'studies',
    'drafts',
    'sites',
    'embedding',
    'donation',
    'worker',
    'messages',
    'capture',
    'pages',
    'background',
  ],
  server: [
    'secure-random',
    '_locales',
    'language',
    'steady-clock',
    'configuration',
    'start-options',
    'data-directory',
    'store',
    'state',
    'studies',
    'pilots',
    'evolution',
    'backup',
    'doctor',
    'shared-doctor',
    'access',
    'results',
    'automatic',
    'http',
    'pages',
    'app',
    'study-server',
    'main',
    'cli',
  ],
};

/**
 * What stands on what, from the ground up. The product is `core`, `look`, `src` and `server`; pilots on the server
 * stand on the fleet.
 */
const grounds = [
  'core',
  'look',
  'fleet',
  'src',
  'server',
  'scripts',
  'building',
  'harness',
  'audit',
  'demo',
  'evaluation',
  'bench',
  'tests',
];

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const arrows: Arrow[] = trackedFiles(/\.(ts|tsx|mjs)$/).flatMap((from) =>
  Array.from(
    readText(from).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^'?]+)(?:\?\w+)?'/g),
    ([, to = '']): Arrow => ({ from, to: posix.join(posix.dirname(from), to) }),
  ),
);

const ground = (path: string): string => path.split('/')[0] ?? '';
const room = (path: string): string => (path.split('/')[1] ?? '').replace(/\.d\.m?ts$|\.iife\.ts$|\.[a-z]+$/, '');
const show = ({ from, to }: Arrow): string => `${from} -> ${to}`;

test.for(Object.keys(worlds))('the rooms of %s call only the rooms below them', (world) => {
  const order = worlds[world] ?? [];
  const inside = arrows.filter(({ from, to }) => ground(from) === world && ground(to) === world);
  const wrong = inside.filter(({ from, to }) => {
    const [caller, called] = [order.indexOf(room(from)), order.indexOf(room(to))];
    return caller === -1 || called === -1 || called > caller;
  });
  expect(inside.length).toBeGreaterThan(10);
  expect(wrong.map(show)).toEqual([]);
});

test.for(Object.keys(worlds))('every room of %s is in the list, and every room of the list is there', (world) => {
  const code = new RegExp(`^${world}/.*\\.(ts|tsx|mjs|svg|json)$`);
  const rooms = new Set(trackedFiles(code).map(room));
  rooms.delete('env');
  expect([...rooms].toSorted()).toEqual([...(worlds[world] ?? [])].toSorted());
});

test('what stands on the product is never imported by it, and nothing imports from tests', () => {
  const wrong = arrows.filter(({ from, to }) => {
    const [caller, called] = [grounds.indexOf(ground(from)), grounds.indexOf(ground(to))];
    return caller !== -1 && called > caller;
  });
  expect(wrong.map(show)).toEqual([]);
});

test('no two files of a room have one name, so that a name leads to one place', () => {
  const names = trackedFiles(/^(core|src|server)\/.*\.(ts|tsx|mjs)$/)
    .map((path) => ({ room: path.split('/').slice(0, 2).join('/'), name: posix.basename(path).split('.')[0] }))
    .filter(({ name }) => name !== 'index')
    .map(({ room, name }) => `${room}: ${name}`);
  expect(names.filter((name, position) => names.indexOf(name) !== position)).toEqual([]);
});
