import type { Page } from 'playwright';

/** Least contrast of words on a button, whatever state it is in (WCAG 2.2, AA). */
const leastContrast = 4.5;

type Rgb = readonly [number, number, number];

const luminance = (colour: Rgb): number => {
  const [red, green, blue] = colour
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: Rgb, other: Rgb): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

/**
 * Buttons of each kind whose words are hard to read under the pointer, ready or busy.
 *
 * @param kinds that were looked at before; new ones are added
 */
export async function buttonFaults(page: Page, kinds: Set<string>): Promise<string[]> {
  const faults: string[] = [];
  for (const button of await page.locator('button:visible').all()) {
    const kind = await button.evaluate(
      (element) => `${element.className} ${matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'}`,
    );
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    for (const busy of [false, true]) {
      const before = await button.evaluate((element, value) => {
        const { disabled } = element as HTMLButtonElement;
        (element as HTMLButtonElement).disabled = value;
        return disabled;
      }, busy);
      await button.hover({ force: true });
      const [words, under] = await button.evaluate((element) => {
        let ground: Element | null = element;
        while (ground && /, 0\)$|transparent/.test(getComputedStyle(ground).backgroundColor))
          ground = ground.parentElement;
        return [getComputedStyle(element).color, getComputedStyle(ground ?? document.documentElement).backgroundColor];
      });
      const [one, other] = [words, under].map((colour) =>
        (colour?.match(/\d+(?:\.\d+)?/g) ?? []).slice(0, 3).map(Number),
      );
      const ratio = contrast(one as unknown as Rgb, other as unknown as Rgb);
      if (!(ratio >= leastContrast)) {
        faults.push(`contrast ${ratio.toFixed(2)} under the pointer, ${busy ? 'busy' : 'ready'}: ${kind}`);
      }
      await button.evaluate((element, value) => {
        (element as HTMLButtonElement).disabled = value;
      }, before);
    }
  }
  return faults;
}

/**
 * Where colours are forced, grounds are all the same: what was told by its ground alone needs an edge then, and a part
 * of a bar its own colour.
 */
export async function forcedColourFaults(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      const { backgroundColor } = getComputedStyle(element);
      if (/, 0\)$/.test(backgroundColor) || element.closest('svg') || !element.checkVisibility()) continue;
      let ground = element.parentElement;
      while (ground && /, 0\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
      const under = getComputedStyle(ground ?? document.documentElement).backgroundColor;
      if (backgroundColor !== under) element.dataset.ground = '';
    }
  });
  await page.emulateMedia({ forcedColors: 'active' });
  const faults = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.body.querySelectorAll<HTMLElement>('[data-ground]')) {
      const { borderTopStyle, borderTopWidth, borderInlineStartStyle, backgroundColor } = getComputedStyle(element);
      const parent = element.parentElement ? getComputedStyle(element.parentElement).backgroundColor : '';
      const edge = (borderTopStyle !== 'none' && borderTopWidth !== '0px') || borderInlineStartStyle !== 'none';
      const forced = /, 0\)$/.test(backgroundColor) || backgroundColor === parent;
      if (!edge && forced) found.push(`is told by its ground alone: ${element.outerHTML.slice(0, 100)}`);
      delete element.dataset.ground;
    }
    for (const control of document.body.querySelectorAll<HTMLElement>('button, input, textarea, select')) {
      const { borderTopStyle, textDecorationLine } = getComputedStyle(control);
      const shown =
        borderTopStyle !== 'none' || textDecorationLine !== 'none' || control.matches('[type=checkbox], [type=radio]');
      if (control.checkVisibility() && !shown) found.push(`has no edge: ${control.outerHTML.slice(0, 100)}`);
    }
    return found;
  });
  await page.emulateMedia({ forcedColors: 'none' });
  return faults.map((fault) => `forced colours: ${fault}`);
}

/** What moves although less motion was asked for. */
export const motionFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return (
          animationName !== 'none' || transitionDuration.split(', ').some((each) => Number.parseFloat(each) > 0.01)
        );
      })
      .map((element) => `moves: ${element.outerHTML.slice(0, 100)}`),
  );
