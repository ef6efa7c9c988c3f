import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '../manifest.json' with { type: 'json' };
import { buildExtension } from './build-extension.ts';
import { builtExtension, repository } from './folders.ts';
import { packExtension } from './store-package.ts';

/** With both models. A volunteer downloads this much; stores take several times more. */
const mostBytes = 55e6;

// `npm run package` makes what is uploaded to the stores.
let good = true;
for (const browser of ['chrome', 'firefox'] as const) {
  await buildExtension(browser);
  const file = `dist/data-donor-${version}-${browser}.zip`;
  await packExtension(builtExtension(browser), join(repository, file));
  const bytes = await readFile(join(repository, file));
  console.log(`${file}: ${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`);
  if (bytes.length > mostBytes) {
    console.error(`${file} has more than ${mostBytes} bytes`);
    good = false;
  }
}
const webExt = join(repository, 'node_modules/web-ext/bin/web-ext.js');
const lint = spawnSync(
  process.execPath,
  [webExt, 'lint', '--warnings-as-errors', '--source-dir', builtExtension('firefox')],
  { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exit(good && lint.status === 0 ? 0 : 1);
