import browser from 'webextension-polyfill';
import { closeOffscreenDocument, openOffscreenDocument } from '../browser.ts';
import { fromJson, portName } from './offscreen-port.ts';
import type { Replied, WorkerLine } from './worker-messages.ts';

/**
 * A worker of the offscreen document. Background and document talk through a port. No other listener of the extension
 * hears it, and the document closes itself when the background is stopped.
 */
export async function openOffscreenWorker(): Promise<WorkerLine> {
  // One that is open already belongs to a background that was stopped.
  await closeOffscreenDocument();
  await openOffscreenDocument('src/embedding/offscreen/index.html', 'Runs the text model on this device, in a worker.');
  const port = browser.runtime.connect({ name: portName });
  let heard: ((replied: Replied) => void) | null = null;
  port.onMessage.addListener((message: unknown) => heard?.(fromJson(message as Replied<readonly number[]>)));
  port.onDisconnect.addListener(() => heard?.({ failed: 'and-stopped' }));
  return {
    ask: (asked) => port.postMessage(asked),
    hear: (listener) => {
      heard = listener;
    },
    async close() {
      port.disconnect();
      await closeOffscreenDocument();
    },
  };
}
