import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import { type Browser, targets } from './targets.ts';

/**
 * Builds the content script as one self-contained classic script at a fixed path, because
 * `scripting.registerContentScripts` names a file and a page must never be able to load it (no
 * web_accessible_resources).
 */
export function contentScript(root: string, browser: Browser): Plugin {
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
