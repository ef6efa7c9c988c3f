import browser from 'webextension-polyfill';
import { send } from '../messages.ts';
import type { CaptureStateChanged } from '../sites/open-tabs.ts';
import { captureDrafts } from './capture.ts';
import { type Ask, CaptureLink } from './capture-link.ts';
import { watchDocumentListeners } from './document-listeners.ts';
import { isOfOneOrigin } from './frame-origins.ts';

/** Left where only scripts of this extension see it: a page can neither see nor forge it. */
interface Captures {
  isAlive(): boolean;
  stop(): void;
}
declare global {
  var dataDonorCaptures: Captures | undefined;
}

/** False once the extension was reloaded, updated or removed, and has left this script behind. */
const isAlive = (): boolean => {
  try {
    return browser.runtime?.id !== undefined;
  } catch {
    return false;
  }
};

/**
 * The content script. A page may get it twice: by its registration, and when the extension starts while it is open. A
 * script that works stays; one that was left behind is stopped.
 */
function start(): void {
  if (globalThis.dataDonorCaptures?.isAlive() || !isOfOneOrigin(window)) return;
  globalThis.dataDonorCaptures?.stop();
  const stop = new AbortController();
  globalThis.dataDonorCaptures = { isAlive, stop: () => stop.abort() };
  const { signal } = stop;
  const ask: Ask = async (name, request) => {
    if (!isAlive()) stop.abort();
    if (signal.aborted) return undefined;
    try {
      return await send(name, request);
    } catch {
      // The background could not be reached, or this script was left behind meanwhile.
      return undefined;
    }
  };
  const link = new CaptureLink(ask);
  captureDocuments(link, signal);

  const listen = (message: unknown) => {
    const changed = message as Partial<CaptureStateChanged> | null;
    if (changed?.name !== 'capture-state-changed' || typeof changed.epoch !== 'number') return undefined;
    link.hear(changed.epoch);
    return Promise.resolve(true);
  };
  browser.runtime.onMessage.addListener(listen);
  signal.addEventListener('abort', () => {
    if (isAlive()) browser.runtime.onMessage.removeListener(listen);
  });
  link.start();
}

/** Captures in this document, and captures anew when the page writes another one over it. */
function captureDocuments(link: CaptureLink, signal: AbortSignal): void {
  let current = new AbortController();
  const captureAnew = () => {
    current.abort();
    current = new AbortController();
    const ends = AbortSignal.any([signal, current.signal]);
    link.drive(captureDrafts(link, ends));
    const onTrusted = (listener: (event: Event) => void) => (event: Event) => {
      if (!event.isTrusted) return;
      if (isAlive()) listener(event);
      else globalThis.dataDonorCaptures?.stop();
    };
    const options = { capture: true, passive: true, signal: ends };
    // A page that comes back from the browser's cache has missed what happened meanwhile.
    const returned = onTrusted((event) => (event as PageTransitionEvent).persisted && link.askState());
    window.addEventListener('pageshow', returned, options);
    document.addEventListener(
      'focusin',
      onTrusted(() => link.askUnknownState()),
      options,
    );
  };
  captureAnew();
  watchDocumentListeners(document, captureAnew, signal);
}
start();
