import sharp from 'sharp';
import type { DrivenChromium } from '../chromium.ts';
import type { DrivenPage } from '../driven-browser.ts';
import type { DrivenFirefox } from '../firefox.ts';

export interface View {
  readonly width: 320 | 380 | 1280;
  readonly scheme: 'light' | 'dark';
}
export const views: readonly View[] = (['light', 'dark'] as const).flatMap((scheme) =>
  ([320, 380, 1280] as const).map((width) => ({ width, scheme })),
);

/** Pages that go on for longer are cut. */
const highest = 2400;

/** The whole page as a reader with this window and these colours sees it, as PNG of few colours. */
export async function photograph(
  browser: DrivenChromium,
  driven: DrivenPage,
  { width, scheme }: View,
): Promise<Buffer> {
  const page = browser.playwrightPage(driven);
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: width < 1000 ? 700 : 800 });
  await page.evaluate(() => window.scrollTo(0, 0));
  // The window of a popup ends where its content does.
  const needed = await page.evaluate(() => {
    const { dataset, scrollHeight } = document.documentElement;
    return dataset.page === 'popup' ? document.body.scrollHeight : scrollHeight;
  });
  const height = Math.min(highest, needed);
  const picture = await page.screenshot({
    fullPage: true,
    clip: { x: 0, y: 0, width, height },
    animations: 'disabled',
    caret: 'hide',
  });
  return fewColours(picture);
}

/** What Firefox shows in its first window of this width. */
export async function photographFirefox(browser: DrivenFirefox, driven: DrivenPage, width: number): Promise<Buffer> {
  const page = browser.puppeteerPage(driven);
  await page.setViewport({ width, height: width < 1000 ? 700 : 800 });
  return fewColours(await page.screenshot());
}

/** 1280 x 800 without transparency, as the stores ask for it. */
export async function photographForStores(browser: DrivenChromium, driven: DrivenPage): Promise<Buffer> {
  const page = browser.playwrightPage(driven);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(() => window.scrollTo(0, 0));
  return sharp(await page.screenshot({ animations: 'disabled', caret: 'hide' }))
    .removeAlpha()
    .png({ compressionLevel: 9 })
    .toBuffer();
}

const fewColours = (picture: Uint8Array, colours = 32): Promise<Buffer> =>
  sharp(picture).png({ palette: true, colours, effort: 10, dither: 0 }).toBuffer();

/** All pictures of one view, small and side by side, in the order of the states. */
export async function contactSheet(pictures: readonly Buffer[], view: View): Promise<Buffer> {
  const isNarrow = view.width < 1000;
  const [columns, width, height, gap] = isNarrow ? [12, 160, 640, 10] : [8, 240, 336, 10];
  const cells = await Promise.all(
    pictures.map((picture) => sharp(picture).resize({ width }).toBuffer({ resolveWithObject: true })),
  );
  const cut = await Promise.all(
    cells.map(({ data, info }) =>
      sharp(data)
        .extract({ left: 0, top: 0, width, height: Math.min(height, info.height) })
        .toBuffer(),
    ),
  );
  const rows = Math.ceil(cut.length / columns);
  const sheet = sharp({
    create: {
      width: columns * (width + gap) + gap,
      height: rows * (height + gap) + gap,
      channels: 3,
      background: '#808080',
    },
  }).composite(
    cut.map((input, place) => ({
      input,
      left: gap + (place % columns) * (width + gap),
      top: gap + Math.floor(place / columns) * (height + gap),
    })),
  );
  return fewColours(await sheet.png().toBuffer(), 12);
}
