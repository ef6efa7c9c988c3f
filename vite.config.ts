import { resolve } from 'node:path';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import { bundledModels } from './building/bundled-models.ts';
import { catalogues } from './building/catalogues.ts';
import { contentScript } from './building/content-script.ts';
import { pageFrame } from './building/page-frame.ts';
import { noCodeFromText, noMarkupFromText, noRemoteCode } from './building/refused-code.ts';
import { type Browser, manifestFor, targets } from './building/targets.ts';

const root = import.meta.dirname;
/** Keeps its name and its exports in the build. */
const sampler = 'subset-selection';

export default defineConfig(({ mode }) => {
  const browser: Browser = mode === 'firefox' ? 'firefox' : 'chrome';
  return {
    root,
    define: { __BROWSER__: JSON.stringify(browser) },
    // The build without WebGPU: half the bytes, and no eval. The alias reaches the copy inside transformers.js.
    resolve: { alias: [{ find: /^onnxruntime-web\/webgpu$/, replacement: 'onnxruntime-web/wasm' }] },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es', plugins: () => [noRemoteCode(), noCodeFromText()] },
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: targets[browser],
      modulePreload: { polyfill: false },
      // Inlined data: addresses would need a wider content security policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        preserveEntrySignatures: 'exports-only',
        output: {
          codeSplitting: {
            // Few files: each costs a page some milliseconds to open. A group takes what its modules import, too; what
            // the background and the offscreen document run must hold nothing that only a page can run.
            groups: [
              {
                name: 'libraries',
                test: /node_modules\/(?:zod|idb|preact|webextension-polyfill|canonicalize|intl-messageformat|@formatjs)\//,
                priority: 4,
              },
              { name: 'sampler', test: new RegExp(`/core/privacy/(?:${sampler}|random-integers)\\.ts$`), priority: 3 },
              { name: 'model-ends', test: /\/src\/embedding\/(?:offscreen-port|own-worker)\.ts$/, priority: 2 },
              { name: 'device', test: /\/(?:core|src)\/(?!pages\/).*\.tsx?$/, minShareCount: 2, priority: 1 },
              { name: 'pages', test: /\/src\/pages\/(?!first-frame).*\.tsx?$/, minShareCount: 2 },
            ],
          },
          entryFileNames: ({ name }) => (name === sampler ? `core/${sampler}.js` : 'assets/[name]-[hash].js'),
        },
        input: {
          review: resolve(root, 'src/pages/review/index.html'),
          'try-it': resolve(root, 'src/pages/try-it/index.html'),
          welcome: resolve(root, 'src/pages/welcome/index.html'),
          // Exports the sampler that the background imports: `npm run audit` draws from the one that ships.
          [sampler]: resolve(root, `core/privacy/${sampler}.ts`),
          ...(browser === 'chrome' ? { offscreen: resolve(root, 'src/embedding/offscreen/index.html') } : {}),
        },
      },
    },
    plugins: [
      noRemoteCode(),
      noCodeFromText(),
      noMarkupFromText(),
      pageFrame(),
      crx({ manifest: manifestFor(browser) as unknown as ManifestV3Export, browser }),
      catalogues(root),
      contentScript(root, browser),
      bundledModels(root),
    ],
  };
});
