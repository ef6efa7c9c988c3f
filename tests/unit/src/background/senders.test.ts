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
  it('comes from the address that the browser gives', () => {
    expect(pageOrigin(sender({ url: 'https://mail.example:8443/inbox?x=1', tab: tab() }))).toBe(
      'https://mail.example:8443',
    );
    expect(pageOrigin(sender({ url: 'http://127.0.0.1:8000/', tab: tab() }))).toBe('http://127.0.0.1:8000');
  });

  it.each<[string, object]>([
    ['a frame inside the page', { url: 'https://mail.example/', tab: tab(), frameId: 3 }],
    ['a private window', { url: 'https://mail.example/', tab: tab({ incognito: true }) }],
    ['no tab', { url: 'https://mail.example/' }],
    ['a page of the extension', { url: `${origin}/src/pages/home/index.html`, tab: tab() }],
    ['a file', { url: 'file:///etc/passwd', tab: tab() }],
    ['another extension', { id: 'other', url: 'https://mail.example/', tab: tab() }],
    ['an unknown address', { tab: tab() }],
  ])('is missing for %s', (_name, changes) => expect(pageOrigin(sender(changes))).toBeUndefined());
});
