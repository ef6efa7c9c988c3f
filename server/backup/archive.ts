import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { renameDurably } from '../data-directory/durable-file.ts';

/**
 * One encrypted file: magic, salt, nonce, then AES-256-GCM over a list of entries and their bytes, and the tag at the
 * end. The key comes from the passphrase through scrypt. Every archive has its own salt, so that no key and nonce are
 * used twice.
 */
const magic = Buffer.from('data-donor/backup/1\n');
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = magic.length + saltBytes + nonceBytes;
/** 128 MiB for each guess of a passphrase. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

const listSchema = z.object({
  /** When the backup was made; nothing about a report. */
  madeAt: z.iso.datetime(),
  entries: z.array(
    z.object({
      name: z.string().regex(/^(?:donor\.sqlite|retry-secret|admin-token|keys\/[a-z0-9-]+\.pem)$/),
      bytes: z.int().min(0),
    }),
  ),
});
export type ArchiveList = z.infer<typeof listSchema>;

export interface ArchiveEntry {
  /** Its place in the data directory. */
  readonly name: string;
  /** A path, or the bytes themselves. */
  readonly content: string | Uint8Array;
}

/** What a person can do something about: a wrong passphrase, or another file. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** Writes an archive, whole or not at all; a file that is there already is kept and the call fails. */
export async function writeArchive(
  file: string,
  { madeAt, entries }: { readonly madeAt: string; readonly entries: readonly ArchiveEntry[] },
  passphrase: string,
): Promise<void> {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const head = Buffer.concat([magic, salt, nonce]);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce).setAAD(head);
  const sized = await Promise.all(
    entries.map(async ({ name, content }) => ({
      name,
      bytes: typeof content === 'string' ? (await stat(content)).size : content.length,
    })),
  );
  const list = Buffer.from(JSON.stringify({ madeAt, entries: sized } satisfies ArchiveList));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  async function* encrypted() {
    yield head;
    yield cipher.update(Buffer.concat([length, list]));
    for (const { content } of entries) {
      if (typeof content !== 'string') yield cipher.update(content);
      else for await (const chunk of createReadStream(content)) yield cipher.update(chunk);
    }
    yield cipher.final();
    yield cipher.getAuthTag();
  }
  const unfinished = `${file}.new`;
  try {
    await pipeline(encrypted, createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }));
    renameDurably(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(unfinished, { force: true });
    throw error;
  }
}

/**
 * Unpacks an archive into a directory. Nothing of it is looked at before all of it is known to be genuine.
 *
 * @throws {ArchiveError} when it is no archive, the passphrase is another, or a byte of it was changed
 */
export async function readArchive(file: string, directory: string, passphrase: string): Promise<ArchiveList> {
  const size = (await stat(file)).size;
  const head = Buffer.alloc(headBytes);
  const tag = Buffer.alloc(tagBytes);
  const handle = await open(file, 'r');
  try {
    await handle.read(head, 0, headBytes, 0);
    await handle.read(tag, 0, tagBytes, Math.max(0, size - tagBytes));
  } finally {
    await handle.close();
  }
  if (!head.subarray(0, magic.length).equals(magic) || size < headBytes + tagBytes) {
    throw new ArchiveError(`${file} is no backup of Data Donor, or one of a later version`);
  }
  const salt = head.subarray(magic.length, magic.length + saltBytes);
  const nonce = head.subarray(magic.length + saltBytes);
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce, { authTagLength: tagBytes })
    .setAAD(head)
    .setAuthTag(tag);
  const plain = join(directory, 'archive.new');
  try {
    await pipeline(
      createReadStream(file, { start: headBytes, end: size - tagBytes - 1 }),
      decipher,
      createWriteStream(plain, { flags: 'wx', mode: 0o600 }),
    ).catch((error: NodeJS.ErrnoException) => {
      // What fails in the file system names its call; what else fails is the check of the tag.
      if (error.syscall !== undefined) throw error;
      throw new ArchiveError(`the passphrase is not the one of ${file}, or the file is damaged`);
    });
    return await split(plain, directory);
  } finally {
    await rm(plain, { force: true });
  }
}

async function split(plain: string, directory: string): Promise<ArchiveList> {
  const handle = await open(plain, 'r');
  try {
    const { buffer: length } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const listBytes = length.readUInt32LE();
    const { buffer } = await handle.read(Buffer.alloc(listBytes), 0, listBytes, 4);
    const list = listSchema.parse(JSON.parse(buffer.toString('utf8')));
    let start = 4 + listBytes;
    for (const { name, bytes } of list.entries) {
      const target = join(directory, name);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      const source = bytes === 0 ? [] : createReadStream(plain, { start, end: start + bytes - 1 });
      await pipeline(source, createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }));
      start += bytes;
    }
    return list;
  } finally {
    await handle.close();
  }
}

const keyOf = (passphrase: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    // The same passphrase typed on another keyboard may be another sequence of code points.
    scrypt(passphrase.normalize('NFKC'), salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))),
  );
