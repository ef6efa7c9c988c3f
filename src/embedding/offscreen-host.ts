import browser from 'webextension-polyfill';
import { closeOffscreenDocument, openOffscreenDocument } from '../browser.ts';
import { type Embedded, ModelFailure, type ModelHost } from './model-host.ts';

/** Name of the port between background and offscreen document. */
export const portName = 'embedding';

/**
 * Runs the model in a worker of the offscreen document. They talk through a port. No other listener of the extension
 * hears it, and the document closes itself when the background is stopped.
 */
export async function openOffscreenHost(): Promise<ModelHost> {
  // One that is open already belongs to a background that was stopped.
  await closeOffscreenDocument();
  await openOffscreenDocument('src/embedding/offscreen/index.html', 'Runs the text model on this device, in a worker.');
  const port = browser.runtime.connect({ name: portName });
  return {
    embed: (texts) =>
      new Promise((resolve, reject) => {
        const settle = (settled: () => void) => {
          port.onMessage.removeListener(onMessage);
          port.onDisconnect.removeListener(onDisconnect);
          settled();
        };
        const onMessage = (message: unknown) => {
          const embedded = message as Embedded<readonly number[]>;
          settle(() =>
            'embeddings' in embedded
              ? resolve(embedded.embeddings.map((embedding) => Float32Array.from(embedding)))
              : reject(new ModelFailure(embedded.failed)),
          );
        };
        const onDisconnect = () => settle(() => reject(new ModelFailure('and-stopped')));
        port.onMessage.addListener(onMessage);
        port.onDisconnect.addListener(onDisconnect);
        port.postMessage(texts);
      }),
    async close() {
      port.disconnect();
      await closeOffscreenDocument();
    },
  };
}
