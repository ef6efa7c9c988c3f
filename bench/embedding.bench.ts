import { fileURLToPath } from 'node:url';
import { AutoTokenizer, env } from '@xenova/transformers';
import { type EmbeddingModel, englishModel, multilingualModel } from '../core/embedding/model.ts';
import { cutTokens } from '../core/embedding/sentence.ts';
import { buildExtension } from '../harness/build-extension.ts';
import { type DrivenChromium, startChromium } from '../harness/chromium.ts';
import type { DrivenPage } from '../harness/driven-browser.ts';
import { pagePaths } from '../harness/extension-pages.ts';
import { referenceEmbeddings } from '../harness/reference-embeddings.ts';
import { serveBareRuntime } from './bare-runtime.ts';
import type { Benchmark, Prepared } from './benchmark.ts';
import { extensionMemory } from './extension-memory.ts';
import { asked, openExtensionRunner, time } from './extension-runner.ts';

/** The reference messages that a person could have typed: 1 to 100 tokens, no empty ones. */
async function typicalTexts(): Promise<{ texts: string[]; ids: (readonly number[])[] }> {
  env.allowRemoteModels = false;
  env.localModelPath = fileURLToPath(new URL('../models/', import.meta.url));
  const tokenizer = await AutoTokenizer.from_pretrained(englishModel.id);
  const tokenised = referenceEmbeddings.map(({ text }) => ({
    text,
    ids: cutTokens(tokenizer.encode(text), englishModel),
  }));
  const typical = tokenised.filter(({ ids }) => ids.length > 3 && ids.length <= 100);
  return { texts: typical.map(({ text }) => text), ids: typical.map(({ ids }) => ids) };
}

const openBareRunner = (page: DrivenPage): Promise<void> =>
  page.evaluate(async () => {
    const worker = new Worker('/worker.js', { type: 'module' });
    globalThis.runner = {
      run: (lists) =>
        new Promise((resolve, reject) => {
          worker.onerror = () => reject(new Error('the bare worker failed'));
          worker.onmessage = () => resolve();
          worker.postMessage(lists);
        }),
      close: async () => worker.terminate(),
    };
  });

async function openBoth() {
  await buildExtension('chrome');
  const [browser, server] = await Promise.all([startChromium(), serveBareRuntime(englishModel)]);
  // tsx wraps functions that get a name in this helper, also those that are sent to a page.
  await browser.context.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  return {
    browser,
    extension: await browser.openExtensionPage(pagePaths.welcome),
    bare: await browser.openPage(server.origin),
    dispose: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function perText(): Promise<Prepared> {
  const { texts, ids } = await typicalTexts();
  const { extension, bare, dispose } = await openBoth();
  await openExtensionRunner(extension);
  await openBareRunner(bare);
  return {
    subject: async () => (await time(extension, asked(texts, englishModel))) / texts.length,
    floor: async () => (await time(bare, ids)) / ids.length,
    dispose,
  };
}

/** Opens a runner, lets it work once, and closes it: the milliseconds of all but closing. */
async function timeCold(page: DrivenPage, open: (page: DrivenPage) => Promise<void>, lists: unknown): Promise<number> {
  const start = performance.now();
  await open(page);
  await time(page, lists);
  const elapsed = performance.now() - start;
  await page.evaluate(() => globalThis.runner.close());
  return elapsed;
}

async function cold(): Promise<Prepared> {
  const { texts, ids } = await typicalTexts();
  const { extension, bare, dispose } = await openBoth();
  return {
    subject: () => timeCold(extension, openExtensionRunner, asked(texts.slice(0, 1), englishModel)),
    floor: () => timeCold(bare, openBareRunner, ids.slice(0, 1)),
    dispose,
  };
}

interface Measured {
  readonly browser: DrivenChromium;
  readonly page: DrivenPage;
  readonly texts: readonly string[];
  readonly model: EmbeddingModel;
}

const coldModel = ({ page, texts, model }: Measured): Promise<number> =>
  timeCold(page, openExtensionRunner, asked(texts.slice(0, 1), model));

/** Most MiB of the extension's processes while a model is loaded and embeds all texts. */
async function mostMemory({ browser, page, texts, model }: Measured): Promise<number> {
  let most = 0;
  let isBusy = true;
  const work = timeCold(page, openExtensionRunner, asked(texts, model)).finally(() => {
    isBusy = false;
  });
  while (isBusy) most = Math.max(most, await extensionMemory(browser));
  await work;
  return most;
}

/** Both models on the same way, in turn. */
function bothModels(measure: (measured: Measured) => Promise<number>) {
  return async (): Promise<Prepared> => {
    const { texts } = await typicalTexts();
    const { browser, extension: page, dispose } = await openBoth();
    return {
      subject: () => measure({ browser, page, texts, model: multilingualModel }),
      floor: () => measure({ browser, page, texts, model: englishModel }),
      dispose,
    };
  };
}

export default [
  {
    name: "embedding through the extension's worker, Chromium",
    unit: 'ms a text',
    floorName: 'bare ONNX Runtime, tokens given',
    prepare: perText,
  },
  {
    name: 'loading the model and embedding one text, Chromium',
    unit: 'ms',
    floorName: 'bare ONNX Runtime, tokens given',
    prepare: cold,
  },
  {
    name: 'loading the second model and embedding one text, Chromium',
    unit: 'ms',
    floorName: 'the first model, the same way',
    prepare: bothModels(coldModel),
  },
  {
    name: "extension's processes, most while the second model loads and embeds, Chromium",
    unit: 'MiB',
    floorName: 'the first model, the same way',
    rounds: 3,
    prepare: bothModels(mostMemory),
  },
] satisfies Benchmark[];
