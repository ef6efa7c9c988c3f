import { describe, expect, it, vi } from 'vitest';
import type { Runtime } from 'webextension-polyfill';
import { isOwnPage, pageOrigin } from '../../../../src/background/senders.ts';

const id = 'data-donor';
const origin = 'moz-extension://0000';
vi.mock('webextension-polyfill', () => ({
  default: { runtime: { id: 'data-donor', getURL: (path: string) => `moz-extension://0000/${path}` } },
}));

const tab = (changes: object = {}) => ({ id: 1, incognito: false, ...changes }) as Runtime.MessageSender['tab'];
const sender = (changes: object): Runtime.MessageSender => ({ id, frameId: 0, ...changes });

describe('a page of the extension', () => {
  it('is known by its address', () => {
    expect(isOwnPage(sender({ url: `${origin}/src/pages/popup/index.html` }))).toBe(true);
    expect(isOwnPage(sender({ url: `${origin}/src/pages/home/index.html#drafts`, tab: tab() }))).toBe(true);
  });

  it.each<[string, object]>([
    ['a content script', { url: 'https://mail.example/', tab: tab() }],
    ['another extension', { id: 'other', url: `${origin}/src/pages/popup/index.html` }],
    ['an address that only looks alike', { url: `${origin}0/src/pages/popup/index.html` }],
    ['nobody known', {}],
  ])('is not %s', (_name, changes) => expect(isOwnPage(sender(changes))).toBe(false));
});

describe('the origin of a content script', () => {
  const page = 'https://mail.example/inbox';
  const inPage = tab({ url: page });

  it('comes from the address that the browser gives', () => {
    expect(pageOrigin(sender({ url: 'https://mail.example:8443/inbox?x=1', tab: tab() }))).toBe(
      'https://mail.example:8443',
    );
    expect(pageOrigin(sender({ url: 'http://127.0.0.1:8000/', tab: tab() }))).toBe('http://127.0.0.1:8000');
  });

  it('of a page that is being left is that of the page, whatever the tab shows already', () => {
    const sent = sender({ url: page, origin: 'https://mail.example', tab: tab({ url: 'https://next.example/' }) });
    expect(pageOrigin(sent)).toBe('https://mail.example');
  });

  it.each<[string, object]>([
    ['with an address', { url: 'https://mail.example/editor', origin: 'https://mail.example' }],
    ['that inherits its origin', { url: 'about:blank', origin: 'https://mail.example' }],
    ['with its text in the page', { url: 'about:srcdoc', origin: 'https://mail.example' }],
  ])('is that of a frame %s', (_name, changes) => {
    expect(pageOrigin(sender({ ...changes, frameId: 3, tab: inPage }))).toBe('https://mail.example');
  });

  it.each<[string, object]>([
    [
      'a frame of another site',
      { url: 'https://ads.example/', origin: 'https://ads.example', frameId: 3, tab: inPage },
    ],
    ['a frame in another site', { url: page, frameId: 3, tab: tab({ url: 'https://ads.example/' }) }],
    ['a frame in a page that cannot be seen', { url: page, frameId: 3, tab: tab() }],
    ['a frame without an origin', { url: 'about:blank', frameId: 3, tab: inPage }],
    ['a sandboxed frame', { url: page, origin: 'null', frameId: 3, tab: inPage }],
    ['a sandboxed page', { url: page, origin: 'null', tab: inPage }],
    ['a data: address', { url: 'data:text/html,x', origin: 'null', frameId: 3, tab: inPage }],
    ['two addresses without an origin', { url: 'about:blank', frameId: 3, tab: tab({ url: 'about:blank' }) }],
    ['a private window', { url: 'https://mail.example/', tab: tab({ incognito: true }) }],
    ['no tab', { url: 'https://mail.example/' }],
    ['a page of the extension', { url: `${origin}/src/pages/home/index.html`, tab: tab() }],
    ['a file', { url: 'file:///etc/passwd', tab: tab() }],
    ['another extension', { id: 'other', url: 'https://mail.example/', tab: tab() }],
    ['an unknown address', { tab: tab() }],
  ])('is missing for %s', (_name, changes) => expect(pageOrigin(sender(changes))).toBeUndefined());
});
