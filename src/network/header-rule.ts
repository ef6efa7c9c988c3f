import browser, { type DeclarativeNetRequest } from 'webextension-polyfill';
import { hasOrigin } from '../browser.ts';
import { oneAtATime } from '../one-at-a-time.ts';

/**
 * Request headers that can differ between two installs of the same browser version, by an id of the install, by what a
 * server stored before, or by preferences and hardware: Firefox fills `origin` with a per-install id; client hints come
 * back to a server that once asked for them.
 */
export const removedHeaders = [
  'origin',
  'referer',
  'cookie',
  'authorization',
  'if-none-match',
  'if-modified-since',
  'dnt',
  'sec-gpc',
  'save-data',
  'device-memory',
  'sec-ch-device-memory',
  'dpr',
  'sec-ch-dpr',
  'width',
  'sec-ch-width',
  'viewport-width',
  'sec-ch-viewport-width',
  'sec-ch-viewport-height',
  'rtt',
  'downlink',
  'ect',
  'sec-ch-prefers-color-scheme',
  'sec-ch-prefers-reduced-motion',
  'sec-ch-prefers-reduced-transparency',
  'sec-ch-ua-arch',
  'sec-ch-ua-bitness',
  'sec-ch-ua-form-factors',
  'sec-ch-ua-full-version',
  'sec-ch-ua-full-version-list',
  'sec-ch-ua-model',
  'sec-ch-ua-platform-version',
  'sec-ch-ua-wow64',
] as const;

const ruleId = 1;
/** Requests of the background; a page of the same server keeps its headers. */
const backgroundTab = -1;

const ruleFor = (hosts: readonly string[]): DeclarativeNetRequest.Rule => ({
  id: ruleId,
  condition: { requestDomains: [...hosts], resourceTypes: ['xmlhttprequest', 'other'], tabIds: [backgroundTab] },
  action: {
    type: 'modifyHeaders',
    requestHeaders: removedHeaders.map((header) => ({ header, operation: 'remove' })),
  },
});

const coveredHosts = async (): Promise<string[]> => {
  const rule = (await browser.declarativeNetRequest.getSessionRules()).find(({ id }) => id === ruleId);
  const removes = new Set(rule?.action.requestHeaders?.map(({ header }) => header));
  return removedHeaders.every((header) => removes.has(header)) ? (rule?.condition.requestDomains ?? []) : [];
};

/** Two changes at once would each write a list without the other's host. */
const changing = oneAtATime();

/**
 * Makes sure that the browser holds the session rule which strips requests to `origin`, and reads it back. No request
 * may be made when this is false.
 */
export function confirmHeaderRule(origin: string): Promise<boolean> {
  const host = new URL(origin).hostname;
  const confirm = async () => {
    const hosts = await coveredHosts();
    if (hosts.includes(host)) return true;
    await browser.declarativeNetRequest.updateSessionRules({
      removeRuleIds: [ruleId],
      addRules: [ruleFor([...hosts, host])],
    });
    return (await coveredHosts()).includes(host);
  };
  return changing(confirm).catch(() => false);
}

/** Whether `origin` may be asked for anything: without its permission or without the header rule, no request (P2). */
export const mayRequest = async (origin: string): Promise<boolean> =>
  (await hasOrigin(origin)) && (await confirmHeaderRule(origin));
