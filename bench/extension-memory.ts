import { readFile } from 'node:fs/promises';
import type { DrivenChromium } from '../harness/chromium.ts';

/**
 * Memory of the processes that hold the extension's background, pages and offscreen document, in MiB: their
 * proportional set size, in which a page of memory that several processes share counts once. Linux only, where Chromium
 * marks these processes on their command line.
 */
export async function extensionMemory({ context }: DrivenChromium): Promise<number> {
  if (process.platform !== 'linux')
    throw new Error('the memory of single processes is read from /proc, which only Linux has');
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('this Chromium does not tell its processes');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(processInfo.map(({ id }) => extensionProcessMemory(id)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function extensionProcessMemory(process: number): Promise<number> {
  try {
    const command = await readFile(`/proc/${process}/cmdline`, 'latin1');
    if (!command.includes('--extension-process')) return 0;
    const rollup = await readFile(`/proc/${process}/smaps_rollup`, 'latin1');
    return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1]) / 1024;
  } catch (error) {
    // It ended meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return 0;
    throw error;
  }
}
