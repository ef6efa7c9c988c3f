import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer } from '../../../../harness/server-process.ts';
import { isHeld, whileUnused } from '../../../../server/data-directory/directory-lock.ts';

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'donor-lock-'));
  data = join(folder, 'data');
  mkdirSync(join(folder, 'studies'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const start = () => startServer({ data, studies: join(folder, 'studies'), port: 0 });

test('a second server says who holds the directory and ends; a killed one holds nothing', async () => {
  const first = await start();
  const [, pid = ''] = /in use by process (\d+) \(study server, since \d{4}-[^)]*Z\)$/m.exec(await refusal()) ?? [];
  expect(Number(pid)).toBe(first.pid);
  expect(isHeld(data)).toBe(true);
  whileUnused(data, () => expect.unreachable());
  first.kill('SIGKILL');
  await first.ended;
  // Nothing was cleaned up, and nothing has to be.
  expect(existsSync(join(data, 'lock-holder.json'))).toBe(true);
  expect(isHeld(data)).toBe(false);
  const second = await start();
  expect(second.pid).not.toBe(first.pid);
  second.kill('SIGTERM');
  await second.ended;
  expect(existsSync(join(data, 'lock-holder.json'))).toBe(false);
});

test('a lock whose holder is not written down is still a lock', async () => {
  const first = await start();
  writeFileSync(join(data, 'lock-holder.json'), '{');
  expect(await refusal()).toMatch(/in use by another process$/m);
  first.kill('SIGKILL');
  await first.ended;
});

/** What the server says that does not start; it ends with exit code 1. */
async function refusal(): Promise<string> {
  try {
    await start();
  } catch (error) {
    const { message } = error as Error;
    expect(message).toMatch(/^exit code 1: The study server did not start:/);
    return message;
  }
  return expect.unreachable();
}
