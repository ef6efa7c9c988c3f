import type { EmbeddingModel } from '../core/embedding/model.ts';
import type { DrivenPage } from '../harness/driven-browser.ts';

/** What both pages hold: `run` settles when a list has been worked through, `close` ends the worker. */
export interface Runner {
  run(lists: unknown): Promise<void>;
  close(): Promise<void>;
}
declare global {
  var runner: Runner;
}

/** Asks the worker for embeddings by a model. */
export const asked = (texts: readonly string[], { id }: EmbeddingModel) => ({ embed: texts, model: id });

/** The way of the extension's background: offscreen document, port, worker. */
export const openExtensionRunner = (page: DrivenPage): Promise<void> =>
  page.evaluate(async () => {
    await chrome.offscreen.createDocument({
      url: 'src/embedding/offscreen/index.html',
      reasons: [chrome.offscreen.Reason.WORKERS],
      justification: 'Stands in for the background.',
    });
    const port = chrome.runtime.connect({ name: 'embedding' });
    const waiting: ((failed: string | undefined) => void)[] = [];
    port.onMessage.addListener(({ failed }) => waiting.shift()?.(failed));
    globalThis.runner = {
      run: (texts) =>
        new Promise((resolve, reject) => {
          waiting.push((failed) => (failed === undefined ? resolve() : reject(new Error(failed))));
          port.postMessage(texts);
        }),
      close: () => chrome.offscreen.closeDocument(),
    };
  });

/** Milliseconds that the page's runner needs for the lists. */
export const time = (page: DrivenPage, lists: unknown): Promise<number> =>
  page.evaluate(async (lists: unknown) => {
    const start = performance.now();
    await globalThis.runner.run(lists);
    return performance.now() - start;
  }, lists);
