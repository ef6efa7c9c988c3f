import base from '../manifest.json' with { type: 'json' };

export type Browser = 'chrome' | 'firefox';

export const targets: Record<Browser, string> = { chrome: 'chrome137', firefox: 'firefox140' };

/** manifest.json holds both targets; what only one of them knows, the other would warn about. */
export function manifestFor(browser: Browser) {
  const { browser_specific_settings, minimum_chrome_version, permissions, ...common } = structuredClone(base);
  return browser === 'chrome'
    ? { ...common, permissions, minimum_chrome_version }
    : { ...common, permissions: permissions.filter((name) => name !== 'offscreen'), browser_specific_settings };
}
