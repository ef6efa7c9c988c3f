import browser from 'webextension-polyfill';
import { type Embedded, ModelFailure } from '../model-host.ts';
import { portName } from '../offscreen-host.ts';
import { openWorkerHost } from '../own-worker-host.ts';

/** Chrome carries messages as JSON, which has no typed arrays. */
async function embed(host: ReturnType<typeof openWorkerHost>, texts: readonly string[]): Promise<Embedded<number[]>> {
  try {
    const embeddings = await host.embed(texts);
    return { embeddings: embeddings.map((embedding) => Array.from(embedding)) };
  } catch (error) {
    return { failed: error instanceof ModelFailure ? error.failed : 'and-stopped' };
  }
}

browser.runtime.onConnect.addListener((port) => {
  if (port.name !== portName) return;
  const host = openWorkerHost();
  port.onMessage.addListener(async (texts) => port.postMessage(await embed(host, texts as readonly string[])));
  // The background has been stopped, or is done: what the model holds is freed with this document.
  port.onDisconnect.addListener(() => window.close());
});
