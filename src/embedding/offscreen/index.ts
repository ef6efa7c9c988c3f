import browser from 'webextension-polyfill';
import { asJson, portName } from '../offscreen-port.ts';
import { openOwnWorker } from '../own-worker.ts';
import type { Asked } from '../worker-messages.ts';

// Hands questions on to the worker, and replies back.
browser.runtime.onConnect.addListener((port) => {
  if (port.name !== portName) return;
  const worker = openOwnWorker();
  worker.hear((replied) => port.postMessage(asJson(replied)));
  port.onMessage.addListener((asked) => worker.ask(asked as Asked));
  // The background has been stopped, or is done: what the model holds is freed with this document.
  port.onDisconnect.addListener(() => window.close());
});
