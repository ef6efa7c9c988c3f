import { buildExtension } from '../../harness/build-extension.ts';
import type { Narrator } from '../narrator.ts';

const browsers = [
  { name: 'chrome', title: 'Chromium' },
  { name: 'firefox', title: 'Firefox' },
] as const;

/** Builds the extension for both browsers, where sources have changed since the last build. */
export async function buildBoth(narrator: Narrator): Promise<void> {
  for (const { name, title } of browsers) {
    const built = await buildExtension(name);
    narrator.step(`The extension for ${title} is ${built ? 'built' : 'up to date'} (dist/${name})`);
  }
}
