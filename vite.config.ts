import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { build, defineConfig, type Plugin } from 'vite';
import base from './manifest.json' with { type: 'json' };

type Browser = 'chrome' | 'firefox';
const root = import.meta.dirname;
/** Keeps its name and its exports in the build. */
const sampler = 'subset-selection';
const targets: Record<Browser, string> = { chrome: 'chrome137', firefox: 'firefox140' };

/** manifest.json holds both targets; what only one of them knows, the other would warn about. */
function manifestFor(browser: Browser) {
  const { browser_specific_settings, minimum_chrome_version, permissions, ...common } = structuredClone(base);
  return browser === 'chrome'
    ? { ...common, permissions, minimum_chrome_version }
    : { ...common, permissions: permissions.filter((name) => name !== 'offscreen'), browser_specific_settings };
}

/**
 * Stores refuse code that could come from elsewhere: takes the default address of a content delivery network out of
 * transformers.js, and the dynamic import that ONNX Runtime would use to load its glue code.
 */
function noRemoteCode(): Plugin {
  const dynamicImport =
    /await import\(\s*\/\*\s*webpackIgnore:\s*true\s*\*\/\s*(?:\/\*\s*@vite-ignore\s*\*\/\s*)?[\w$]+\s*\)/g;
  return {
    name: 'no-remote-code',
    enforce: 'pre',
    transform: {
      filter: { id: /@(?:huggingface|xenova)\/transformers\/dist|onnxruntime-web\/dist/ },
      handler(code) {
        const local = code
          .replaceAll('https://cdn.jsdelivr.net/npm/', 'disabled:')
          .replace(dynamicImport, 'await Promise.reject(new Error("dynamic import is disabled"))');
        return local === code ? null : { code: local, map: null };
      },
    },
  };
}

/**
 * The content security policy forbids code made from text. Libraries that only try it (zod to be faster, stdlib to look
 * for features) fall back when it throws; throwing without asking the browser keeps its console and the stores' linters
 * quiet.
 */
function noCodeFromText(): Plugin {
  const refusing = "function () { throw new Error('code from text is disabled'); }";
  return {
    name: 'no-code-from-text',
    enforce: 'pre',
    transform: {
      filter: { id: /node_modules\/(?:zod|@stdlib)\// },
      handler(code) {
        const plain = code
          .replace('const F = Function;', `const F = ${refusing};`)
          .replace(/\beval\b(?= ?;)/, refusing)
          .replace("new Function( 'return this;' )()", 'globalThis');
        return plain === code ? null : { code: plain, map: null };
      },
    },
  };
}

/** Pages show text as text. Preact could also set markup; without that no mistake of ours can make a page run code. */
function noMarkupFromText(): Plugin {
  const setsMarkup = /[\w$]+\.innerHTML=[\w$]+\.__html/;
  return {
    name: 'no-markup-from-text',
    enforce: 'pre',
    transform: {
      filter: { id: /node_modules\/preact\/dist\// },
      handler(code) {
        const plain = code.replace(setsMarkup, "(() => { throw new Error('markup from text is disabled'); })()");
        return plain === code ? null : { code: plain, map: null };
      },
    },
  };
}

/**
 * Builds the content script as one self-contained classic script at a fixed path, because
 * `scripting.registerContentScripts` names a file and a page must never be able to load it (no
 * web_accessible_resources).
 */
function contentScript(browser: Browser): Plugin {
  return {
    name: 'content-script',
    apply: 'build',
    async generateBundle() {
      const built = await build({
        configFile: false,
        root,
        logLevel: 'warn',
        define: { __BROWSER__: JSON.stringify(browser) },
        build: {
          write: false,
          target: targets[browser],
          lib: { entry: resolve(root, 'src/capture/index.iife.ts'), formats: ['iife'], name: 'capture' },
        },
      });
      const output = Array.isArray(built) ? built[0]?.output : 'output' in built ? built.output : undefined;
      const chunk = output?.[0];
      if (chunk?.type !== 'chunk' || output?.length !== 1) throw new Error('the content script must be one file');
      this.emitFile({ type: 'asset', fileName: 'capture.js', source: chunk.code });
    },
  };
}

/** Copies the models beside the code: nothing is fetched from a hub at run time. */
function bundledModels(): Plugin {
  let outDir = '';
  return {
    name: 'bundled-models',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle() {
      cpSync(resolve(root, 'models'), resolve(outDir, 'models'), { recursive: true });
    },
  };
}

/**
 * Writes each language's sentences into the one file that browsers read. They are kept a file a page; those of
 * core/words are shared with the server.
 */
function catalogues(): Plugin {
  const locales = resolve(root, 'src/_locales');
  return {
    name: 'catalogues',
    apply: 'build',
    generateBundle() {
      for (const language of readdirSync(locales)) {
        const files = readdirSync(resolve(locales, language)).map((file) => resolve(locales, language, file));
        const messages = [...files, resolve(root, `core/words/locales/${language}.json`)].flatMap((file) =>
          Object.entries<string>(JSON.parse(readFileSync(file, 'utf8'))).map(([key, sentence]) => [
            key,
            // A dollar sign would begin a placeholder of the browser's own.
            { message: sentence.replaceAll('$', '$$$$') },
          ]),
        );
        this.emitFile({
          type: 'asset',
          fileName: `_locales/${language}/messages.json`,
          source: JSON.stringify(Object.fromEntries(messages)),
        });
      }
    },
  };
}

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
            // Few files: each costs a page some milliseconds to open. A group takes what its modules import, too.
            groups: [
              {
                name: 'libraries',
                test: /node_modules\/(?:zod|idb|preact|webextension-polyfill|canonicalize|intl-messageformat|@formatjs)\//,
                priority: 2,
              },
              { name: 'sampler', test: new RegExp(`/core/privacy/(?:${sampler}|random-integers)\\.ts$`), priority: 1 },
              // Not what the offscreen document imports: it has no `i18n`, from which the shared code reads at once.
              {
                name: 'shared',
                test: /\/(?:src|core)\/(?!pages\/first-frame|embedding\/).*\.tsx?$/,
                minShareCount: 2,
              },
            ],
          },
          entryFileNames: ({ name }) => (name === sampler ? `core/${sampler}.js` : 'assets/[name]-[hash].js'),
        },
        input: {
          review: resolve(root, 'src/pages/review/index.html'),
          'try-it': resolve(root, 'src/pages/try-it/index.html'),
          welcome: resolve(root, 'src/pages/welcome/index.html'),
          // The background imports this very file; `npm run audit` does too, and so draws from the sampler that ships.
          [sampler]: resolve(root, `core/privacy/${sampler}.ts`),
          ...(browser === 'chrome' ? { offscreen: resolve(root, 'src/embedding/offscreen/index.html') } : {}),
        },
      },
    },
    plugins: [
      noRemoteCode(),
      noCodeFromText(),
      noMarkupFromText(),
      crx({ manifest: manifestFor(browser) as unknown as ManifestV3Export, browser }),
      catalogues(),
      contentScript(browser),
      bundledModels(),
    ],
  };
});
