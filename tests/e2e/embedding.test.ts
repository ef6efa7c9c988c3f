import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { englishModel, multilingualModel } from '../../core/embedding/model.ts';
import { type DrivenChromium, startChromium } from '../../harness/chromium.ts';
import type { DrivenBrowser, DrivenPage } from '../../harness/driven-browser.ts';
import { pagePaths } from '../../harness/extension-pages.ts';
import { startFirefox } from '../../harness/firefox.ts';
import { builtExtension } from '../../harness/folders.ts';
import { cosine, multilingualEmbeddings, referenceEmbeddings } from '../../harness/reference-embeddings.ts';
import { until } from '../../harness/until.ts';
import { loadEmbedder } from '../../server/studies/embedder.ts';

const texts = referenceEmbeddings.map(({ text }) => text);

/** Embeddings as plain arrays, which the protocols of both browsers carry; or how the model failed. */
type Answer = readonly (readonly number[])[] | string;

/** The worker as it was built; its name holds a hash. */
async function workerPath(build: 'chrome' | 'firefox'): Promise<string> {
  const names = await readdir(join(builtExtension(build), 'assets'));
  const [name, another] = names.filter((file) => /^worker-.*\.js$/.test(file));
  if (name === undefined || another !== undefined) throw new Error('expected one worker in the build');
  return `/assets/${name}`;
}

interface Question {
  readonly embed: readonly string[];
  readonly model: string;
}
const inEnglish = (embed: readonly string[]): Question => ({ embed, model: englishModel.id });

/** Lets a page of the extension start the shipped worker, and asks it one question after the other. */
const askWorker = (page: DrivenPage, path: string, questions: readonly Question[]): Promise<Answer[]> =>
  page.evaluate(
    async ({ path, questions }) => {
      const worker = new Worker(path, { type: 'module' });
      const answers: Answer[] = [];
      for (const question of questions) {
        answers.push(
          await new Promise((resolve) => {
            worker.onerror = () => resolve('the worker stopped');
            worker.onmessage = ({ data }) =>
              resolve(data.failed ?? data.embeddings.map((embedding: Float32Array) => Array.from(embedding)));
            worker.postMessage(question);
          }),
        );
      }
      worker.terminate();
      return answers;
    },
    { path, questions },
  );

/** Smallest cosine of two lists of vectors, pair by pair. */
function smallestCosine(some: Answer | undefined, others: readonly ArrayLike<number>[]): number {
  if (typeof some !== 'object' || some.length !== others.length) throw new Error(`expected embeddings, got ${some}`);
  return Math.min(...some.map((vector, i) => cosine(vector, others[i] ?? [])));
}

describe.each([
  { build: 'chrome', start: startChromium },
  { build: 'firefox', start: startFirefox },
] as const)('the worker of the $build build', ({ build, start }) => {
  let browser: DrivenBrowser;
  let page: DrivenPage;
  let path: string;
  beforeAll(async () => {
    path = await workerPath(build);
    browser = await start();
    page = await browser.openExtensionPage(pagePaths.welcome);
  });
  afterAll(() => browser?.close());

  test('is within a cosine of .999 of the float model for every message, whatever stands beside it', async () => {
    const alone = texts.map((text) => [text]);
    const [together, backwards, ...single] = await askWorker(
      page,
      path,
      [texts, texts.toReversed(), ...alone].map(inEnglish),
    );
    const float = referenceEmbeddings.map(({ floatEmbedding }) => floatEmbedding);
    expect(float).toHaveLength(64);
    expect(smallestCosine(together, float)).toBeGreaterThanOrEqual(0.999);
    expect(smallestCosine(backwards, (together as number[][]).toReversed())).toBeGreaterThanOrEqual(0.9999);
    expect(smallestCosine((single as number[][][]).flat(), together as number[][])).toBeGreaterThanOrEqual(0.9999);
  });

  test('runs the second model: near its source in sixteen languages, and near what Node makes of it', async () => {
    const messages = multilingualEmbeddings.map(({ text }) => text);
    const second = { embed: messages, model: multilingualModel.id };
    const few = texts.slice(0, 8);
    // One worker has both, one after the other.
    const [before, found, after] = await askWorker(page, path, [inEnglish(few), second, inEnglish(few)]);
    expect(smallestCosine(before, after as number[][])).toBeGreaterThanOrEqual(0.99999);
    const source = multilingualEmbeddings.map(({ embedding }) => embedding);
    expect(smallestCosine(found, source)).toBeGreaterThanOrEqual(0.95);
    const cosines = (found as number[][]).map((vector, i) => cosine(vector, source[i] ?? []));
    expect(cosines.reduce((sum, each) => sum + each, 0) / cosines.length).toBeGreaterThanOrEqual(0.98);
    const embedder = await loadEmbedder(multilingualModel);
    const inNode = await embedder.embed(messages);
    await embedder.dispose();
    expect(smallestCosine(found, inNode)).toBeGreaterThanOrEqual(0.999);
  });

  test('says that it failed, and nothing about the text', async () => {
    const notATextAtAll = [null] as unknown as string[];
    expect(await askWorker(page, path, [inEnglish(notATextAtAll)])).toEqual(['to-run']);
  });
});

describe('the offscreen document of the chrome build', () => {
  let browser: DrivenChromium;
  let page: DrivenPage;
  beforeAll(async () => {
    browser = await startChromium();
    page = await browser.openExtensionPage(pagePaths.welcome);
    await page.evaluate(() =>
      chrome.offscreen.createDocument({
        url: 'src/embedding/offscreen/index.html',
        reasons: [chrome.offscreen.Reason.WORKERS],
        justification: 'Stands in for the background.',
      }),
    );
  });
  afterAll(() => browser?.close());

  test('embeds what comes through its port, and is gone once the other end is', async () => {
    const answer = await page.evaluate((texts) => {
      const port = chrome.runtime.connect({ name: 'embedding' });
      return new Promise<Answer>((resolve) => {
        port.onMessage.addListener(({ embeddings, failed }) => {
          resolve(embeddings ?? failed);
          port.disconnect();
        });
        port.postMessage({ embed: texts, model: 'all-MiniLM-L6-v2-int8' });
      });
    }, texts);
    const float = referenceEmbeddings.map(({ floatEmbedding }) => floatEmbedding);
    expect(smallestCosine(answer, float)).toBeGreaterThanOrEqual(0.999);
    await until('the offscreen document to close', () =>
      page.evaluate(async () => !(await chrome.offscreen.hasDocument())),
    );
  });
});
