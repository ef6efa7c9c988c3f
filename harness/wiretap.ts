import { connect, createServer, type Server, type Socket } from 'node:net';
import { type HttpMessage, header, MessageReader } from './http-message.ts';

/** A request as it reached the server's socket. */
export interface WiredRequest extends HttpMessage {
  readonly method: string;
  readonly path: string;
}

/** A reply of the server that a test may change before the client sees it. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** Requests that wait at the wiretap instead of reaching the server. */
export interface Hold {
  /** Settles with the first request that waits. */
  readonly arrived: Promise<WiredRequest>;
  /** Lets all of them go on, even those whose sender is gone: what is on its way arrives. Later ones pass at once. */
  release(): void;
  /** Cuts all of them off; the server never sees them. Later ones pass at once. */
  discard(): void;
}

interface Rule {
  readonly matches: RegExp;
  /** False cuts the connection before the server sees the request. */
  readonly before?: (request: WiredRequest) => Promise<boolean>;
  /** Undefined cuts the connection after the server has answered. */
  readonly after?: (reply: Reply, request: WiredRequest) => Reply | undefined;
}

interface Upstream {
  readonly socket: Socket;
  readonly replies: MessageReader;
}

/**
 * A TCP proxy in front of the study server that records the exact bytes of every request and misbehaves on demand.
 * Rules name requests by a pattern over "METHOD path", such as `/^POST .v1.reports/`. Nothing here waits for time, only
 * for events.
 */
export class Wiretap {
  /** Every request so far, in order of arrival at the proxy, held ones included. */
  readonly requests: WiredRequest[] = [];
  readonly #target: () => number;
  readonly #rules = new Set<Rule>();
  readonly #sockets = new Set<Socket>();
  readonly #watchers = new Set<() => void>();
  #server: Server | undefined;
  #port = 0;

  private constructor(target: () => number) {
    this.#target = target;
  }

  /** Starts a wiretap in front of the port that `target` names at the time of each connection. */
  static async start(target: () => number): Promise<Wiretap> {
    const wiretap = new Wiretap(target);
    await wiretap.accept();
    return wiretap;
  }

  /** What clients use instead of the server's own origin. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens again on the same port. */
  async accept(): Promise<void> {
    const server = createServer((socket) => void this.#serve(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the wiretap has no port');
    this.#port = address.port;
    this.#server = server;
  }

  /** Refuses every connection, as a server that is down does. */
  async refuse(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async close(): Promise<void> {
    await this.refuse();
  }

  /** Requests that match `pattern`, oldest first. */
  seen(pattern: RegExp): WiredRequest[] {
    return this.requests.filter((request) => pattern.test(`${request.method} ${request.path}`));
  }

  /** Waits until `count` requests have matched `pattern`. */
  async waitFor(pattern: RegExp, count = 1): Promise<WiredRequest[]> {
    while (this.seen(pattern).length < count) await this.#nextRequest();
    return this.seen(pattern);
  }

  /** Makes matching requests wait. */
  hold(matches: RegExp): Hold {
    let arrive: (request: WiredRequest) => void = () => {};
    let decide: (forward: boolean) => void = () => {};
    const arrived = new Promise<WiredRequest>((resolve) => {
      arrive = resolve;
    });
    const decided = new Promise<boolean>((resolve) => {
      decide = resolve;
    });
    const end = this.#addRule({
      matches,
      before: (request) => {
        arrive(request);
        return decided;
      },
    });
    const finish = (forward: boolean) => () => {
      end();
      decide(forward);
    };
    return { arrived, release: finish(true), discard: finish(false) };
  }

  /** Changes the replies to matching requests; returns what ends it. */
  rewrite(matches: RegExp, change: (reply: Reply, request: WiredRequest) => Reply): () => void {
    return this.#addRule({ matches, after: change });
  }

  /**
   * Cuts the connection once the server has answered a matching request; `dropped` settles with the first such request.
   */
  dropAnswers(matches: RegExp): { readonly dropped: Promise<WiredRequest>; stop(): void } {
    let drop: (request: WiredRequest) => void = () => {};
    const dropped = new Promise<WiredRequest>((resolve) => {
      drop = resolve;
    });
    const stop = this.#addRule({
      matches,
      after: (_, request) => {
        drop(request);
        return undefined;
      },
    });
    return { dropped, stop };
  }

  #addRule(rule: Rule): () => void {
    this.#rules.add(rule);
    return () => this.#rules.delete(rule);
  }

  #nextRequest(): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  #record(message: HttpMessage): WiredRequest {
    const [method = '', path = ''] = message.startLine.split(' ');
    const request = { ...message, method, path };
    this.requests.push(request);
    for (const watcher of [...this.#watchers]) watcher();
    return request;
  }

  /** Passes the messages of one client connection on, one after the other. */
  async #serve(client: Socket): Promise<void> {
    this.#track(client);
    const requests = new MessageReader(client);
    let upstream: Upstream | undefined;
    for (;;) {
      const message = await requests.next();
      if (!message) break;
      const request = this.#record(message);
      const rules = [...this.#rules].filter((rule) => rule.matches.test(`${request.method} ${request.path}`));
      const passes = await Promise.all(rules.map((rule) => rule.before?.(request) ?? true));
      if (passes.includes(false)) break;
      // Connected late and anew where it is gone, so that a server that was restarted meanwhile is reached.
      if (!upstream || upstream.socket.destroyed) upstream = this.#connect();
      upstream.socket.write(request.raw);
      const reply = await upstream.replies.next(request.method === 'HEAD');
      const bytes = reply && applyRules(reply, request, rules);
      if (!bytes) break;
      client.write(bytes);
      if (header(reply, 'connection')?.toLowerCase() === 'close') break;
    }
    client.end();
    upstream?.socket.destroy();
  }

  #connect(): Upstream {
    const socket = this.#track(connect(this.#target(), '127.0.0.1'));
    return { socket, replies: new MessageReader(socket) };
  }

  #track(socket: Socket): Socket {
    this.#sockets.add(socket);
    // A reset by either side ends the connection; the readers notice it by themselves.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

function applyRules(message: HttpMessage, request: WiredRequest, rules: readonly Rule[]): Buffer | undefined {
  const changes = rules.flatMap((rule) => rule.after ?? []);
  if (changes.length === 0) return message.raw;
  let reply: Reply | undefined = {
    status: Number(message.startLine.split(' ')[1]),
    headers: message.headers,
    body: message.body,
  };
  for (const change of changes) {
    reply = change(reply, request);
    if (!reply) return undefined;
  }
  const framing = /^(content-length|transfer-encoding)$/i;
  const headers = [...reply.headers.filter(([name]) => !framing.test(name)), ['Content-Length', reply.body.length]];
  const head = [`HTTP/1.1 ${reply.status} Rewritten`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), reply.body]);
}
