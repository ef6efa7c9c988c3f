import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { chromium } from 'playwright';
import { requireBrowser } from '../../scripts/browsers.mjs';
import type { Closing } from '../closing.ts';

/** Saves a picture of a whole web page, as a browser without any extension shows it. */
export async function photographPage(address: string, file: string, closing: Closing): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  // Chromium's sandbox does not start as root, which containers are.
  const browser = await chromium.launch({ executablePath: await requireBrowser('chromium'), args: ['--no-sandbox'] });
  closing.add(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
  await page.goto(address);
  await page.screenshot({ path: file, fullPage: true });
  await browser.close();
}
