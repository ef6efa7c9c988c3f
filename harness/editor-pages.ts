import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';
import { repository } from './folders.ts';

/** Pages with the editors that people write in, from their own packages; `/quill` is the page with Quill. */
export interface EditorPages {
  readonly origin: string;
  close(): Promise<void>;
}

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>loading</title>
</head>
<body>
<p><input id="source" aria-label="Words of others" data-donor-ignore></p>
<div style="border: 1px solid; min-height: 5em"><div id="editor" style="min-height: 3em"></div></div>
<p><button id="send" type="button">Send</button></p>
<script type="module" src="/main.js"></script>
</body>
</html>
`;

/** Bundles the pages in `harness/editors` and serves them on a free port. */
export async function startEditorPages(): Promise<EditorPages> {
  const folder = await mkdtemp(join(tmpdir(), 'donor-editors-'));
  await build({
    configFile: false,
    root: join(repository, 'harness/editors'),
    logLevel: 'error',
    define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'esnext',
      minify: false,
      modulePreload: false,
      chunkSizeWarningLimit: 100_000,
      rolldownOptions: {
        input: join(repository, 'harness/editors/main.mjs'),
        output: { entryFileNames: 'main.js' },
      },
    },
  });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname);
    const type = types[extname(path)];
    if (!type) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(page);
      return;
    }
    readFile(join(folder, path)).then(
      (file) => response.setHeader('content-type', type).end(file),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the editor pages have no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
