import { cpSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/** Copies the models beside the code: nothing is fetched from a hub at run time. */
export function bundledModels(root: string): Plugin {
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
