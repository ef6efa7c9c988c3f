import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArchive, writeArchive } from '../../../../server/backup/archive.ts';
import { secureRandom } from '../../../../server/secure-random.ts';

const passphrase = 'a long and boring passphrase';
const madeAt = '2026-03-01T00:00:00.000Z';
let folder: string;
let file: string;
let target: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'donor-archive-'));
  file = join(folder, 'backup');
  target = join(folder, 'target');
  mkdirSync(target);
  writeFileSync(join(folder, 'large'), large);
  await writeArchive(file, { madeAt, entries }, passphrase);
});
afterEach(() => rmSync(folder, { recursive: true }));

// More than one chunk of a stream.
const large = secureRandom()(200_000);
const entries = [
  { name: 'admin-token', content: Buffer.from('token in plain words') },
  { name: 'retry-secret', content: new Uint8Array(0) },
  {
    name: 'donor.sqlite',
    get content() {
      return join(folder, 'large');
    },
  },
  { name: 'keys/a-study.pem', content: Buffer.from('key') },
];

test('gives back what was put in, for its owner only, and shows nothing of it', async () => {
  expect((await readArchive(file, target, passphrase)).madeAt).toBe(madeAt);
  expect(readFileSync(join(target, 'donor.sqlite')).equals(large)).toBe(true);
  expect(readFileSync(join(target, 'retry-secret'), 'utf8')).toBe('');
  expect(readFileSync(join(target, 'keys', 'a-study.pem'), 'utf8')).toBe('key');
  expect(readdirSync(target).toSorted()).toEqual(['admin-token', 'donor.sqlite', 'keys', 'retry-secret']);
  for (const path of [file, join(target, 'admin-token')]) expect(statSync(path).mode & 0o777).toBe(0o600);
  for (const words of ['token in plain words', 'a-study', madeAt]) {
    expect(readFileSync(file).includes(words)).toBe(false);
  }
  expect(existsSync(`${file}.new`)).toBe(false);
});

test('the same content is never written as the same bytes', async () => {
  await writeArchive(`${file}-2`, { madeAt, entries }, passphrase);
  const [first, second] = [readFileSync(file), readFileSync(`${file}-2`)];
  expect(first.subarray(20, 48)).not.toEqual(second.subarray(20, 48));
  expect(first.subarray(48, 80)).not.toEqual(second.subarray(48, 80));
});

test.each([
  ['magic', 0, /is no backup of Data Donor/],
  ['salt', 20, /the passphrase is not the one/],
  ['nonce', 36, /the passphrase is not the one/],
  ['first byte', 48, /the passphrase is not the one/],
  ['tag', -1, /the passphrase is not the one/],
])('a change of the %s is noticed, and nothing is unpacked', async (_what, at, message) => {
  const bytes = readFileSync(file);
  const place = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  writeFileSync(file, bytes);
  await expect(readArchive(file, target, passphrase)).rejects.toThrow(message);
  expect(readdirSync(target)).toEqual([]);
});

test.each([10, 48, 60, 100_000])('the first %i bytes of it are refused', async (length) => {
  writeFileSync(file, readFileSync(file).subarray(0, length));
  await expect(readArchive(file, target, passphrase)).rejects.toThrow(/no backup|the passphrase is not/);
  expect(readdirSync(target)).toEqual([]);
});

test('another passphrase is refused', async () => {
  await expect(readArchive(file, target, `${passphrase}.`)).rejects.toThrow(/the passphrase is not the one/);
  expect(readdirSync(target)).toEqual([]);
});
