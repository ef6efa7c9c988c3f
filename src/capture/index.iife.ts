import browser from 'webextension-polyfill';
import { send } from '../messages.ts';
import { captureDrafts } from './capture.ts';

declare global {
  var dataDonorCaptures: true | undefined;
}

/** The content script. A page may get it twice: by its registration, and when its site is allowed while it is open. */
function start(): void {
  if (globalThis.dataDonorCaptures) return;
  globalThis.dataDonorCaptures = true;
  const stop = new AbortController();
  captureDrafts((draft) => {
    // The extension was reloaded or removed and has left this script behind: it stays silent.
    if (browser.runtime?.id === undefined) stop.abort();
    else send('draft-captured', draft).catch(() => {});
  }, stop.signal);
}
start();
