export type BrowserName = 'chromium' | 'firefox';
/** Path of a browser, or undefined when there is none. */
export function findBrowser(name: BrowserName): Promise<string | undefined>;
/** Path of a browser; throws an error that says how to get it when there is none. */
export function requireBrowser(name: BrowserName): Promise<string>;
