import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { repository } from './folders.ts';

/**
 * Web pages that attack the content script, one file each in `harness/hostile-pages`; every file says what it tries.
 * They are served from three origins. The browser's permission for the site covers `otherPort` too, since permissions
 * know no ports; the volunteer has allowed only `site`.
 */
export interface HostilePages {
  readonly site: string;
  /** The same host, another port. */
  readonly otherPort: string;
  /** Another host on the same machine. */
  readonly otherHost: string;
  close(): Promise<void>;
}

/**
 * Around every page: it counts what goes wrong in it, and ends with a field in which the volunteer writes something
 * that must be kept.
 */
const around = (body: string, extensionOrigin: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A hostile page</title>
<script>
  window.problems = [];
  addEventListener('error', (event) => problems.push(event.message));
  addEventListener('unhandledrejection', (event) => problems.push(String(event.reason)));
  window.extensionIds = [${JSON.stringify(new URL(extensionOrigin).host)}];
</script>
</head>
<body>
${body}
<p><textarea id="own"></textarea></p>
</body>
</html>
`;

/** @param extensionOrigin what a page may know of the extension at most */
export async function startHostilePages(extensionOrigin: string): Promise<HostilePages> {
  const addresses: Record<string, string> = {};
  const servers: Server[] = [];
  const start = async (): Promise<number> => {
    const server = createServer(async (request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      const name = /^\/([a-z-]+\.html)$/.exec(request.url ?? '')?.[1];
      const file = name && (await readFile(join(repository, 'harness/hostile-pages', name), 'utf8').catch(() => null));
      if (!file) response.statusCode = 404;
      const body = (file ?? '').replace(/\{\{([a-z-]+)\}\}/g, (_, key: string) => addresses[key] ?? '');
      response.end(name?.includes('frame') && !name.startsWith('frames') ? body : around(body, extensionOrigin));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the hostile pages have no port');
    return address.port;
  };
  const [first, second] = [await start(), await start()];
  const pages = {
    site: `http://127.0.0.1:${first}`,
    otherPort: `http://127.0.0.1:${second}`,
    otherHost: `http://localhost:${second}`,
  };
  Object.assign(addresses, { site: pages.site, 'other-port': pages.otherPort, 'other-host': pages.otherHost });
  return {
    ...pages,
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
