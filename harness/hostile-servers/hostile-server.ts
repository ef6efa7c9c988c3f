import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { StudyId } from '../../core/ids.ts';
import { problem } from '../../core/protocol/errors.ts';
import type { JoinLink } from '../../core/protocol/join-link.ts';
import type { StudyInMemory } from '../signed-study.ts';
import { json, type Reply } from './replies.ts';

/** A request as it came in; header names and values alternate, as on the wire. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** Which study it is about; undefined for what no honest device asks for. */
  readonly study: StudyId | undefined;
}

/** What a server says of a study in place of the truth; what is left out is said honestly. */
export interface Lies {
  readonly study?: Reply;
  readonly log?: Reply;
  readonly batch?: Reply;
  readonly report?: Reply;
}

interface Hosted {
  readonly made: StudyInMemory;
  lies: Lies;
}

/**
 * A study server over real HTTP that holds the keys of its studies and lies about each of them as it is told to. It
 * records every request that reaches it.
 */
export class HostileServer {
  readonly requests: SeenRequest[] = [];
  readonly #hosted: Hosted[] = [];
  readonly #server: Server;
  #port = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<HostileServer> {
    const hostile = new HostileServer();
    await new Promise<void>((resolve) => hostile.#server.listen(0, '127.0.0.1', resolve));
    const address = hostile.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the hostile server has no port');
    hostile.#port = address.port;
    return hostile;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Serves a study with lies; again with other lies when it is served already. */
  host(made: StudyInMemory, lies: Lies = {}): JoinLink {
    const hosted = this.#hosted.find((each) => each.made === made);
    if (hosted) hosted.lies = lies;
    else this.#hosted.push({ made, lies });
    return { server: this.origin, study: made.id, publicKey: made.publicKey };
  }

  /** Requests about a study, for its batches and reports too, as "METHOD path". */
  about(study: StudyId): string[] {
    return this.requests.filter((seen) => seen.study === study).map(({ method, path }) => `${method} ${path}`);
  }

  /** Reports that came for a study, in order. */
  reports(study: StudyId): string[] {
    return this.requests.flatMap((seen) => (seen.study === study && seen.method === 'POST' ? [seen.body] : []));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const { method = '', url: path = '', rawHeaders } = request;
    const body = Buffer.concat(pieces).toString();
    const hosted = this.#find(method, path, body);
    this.requests.push({ method, path, rawHeaders, body, study: hosted?.made.id });
    response.on('error', () => {});
    if (!hosted) return json(problem('unknown-study'), 404)(response);
    const { made, lies } = hosted;
    if (method === 'POST') return (lies.report ?? json({ status: 'stored' }, 202))(response);
    if (path.endsWith('/rounds')) return (lies.log ?? json(honestLog(made)))(response);
    if (path.startsWith('/v1/studies/')) return (lies.study ?? json(made.signed))(response);
    const batch = made.batches.find(({ sha256 }) => path.endsWith(sha256));
    return (lies.batch ?? ((reply) => reply.end(batch?.bytes)))(response);
  }

  #find(method: string, path: string, body: string): Hosted | undefined {
    return this.#hosted.find(({ made }) =>
      method === 'POST'
        ? made.rounds.some(({ id }) => body.includes(id))
        : path.includes(made.id) || made.batches.some(({ sha256 }) => path.endsWith(sha256)),
    );
  }
}

/** The log of a study as it is. */
export const honestLog = ({ rounds }: Pick<StudyInMemory, 'rounds'>) => ({
  rounds: rounds.map(({ signed }) => ({ signed, closed: false })),
});

/** A server that nobody may ever ask for anything; every connection to it is a leak. */
export async function startStranger(): Promise<{ origin: string; asked(): number; close(): Promise<void> }> {
  let connections = 0;
  const server = createServer((_, response) => response.end());
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stranger has no port');
  return {
    origin: `http://localhost:${address.port}`,
    asked: () => connections,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
