import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Problem, problemSchema } from '../../core/protocol/errors.ts';
import type { SharedDatabase } from '../configuration.ts';
import { isHeld, readHolder } from '../data-directory/directory-lock.ts';
import { BadInput } from './bad-input.ts';
import { readOrigin, sharedDatabase, withData } from './server-options.ts';

export interface PlaceOptions {
  readonly data: string;
  /** Origin of a running study server. */
  readonly server?: string;
  readonly tokenFile?: string;
}

/** Options of every command that works on the studies of a server, whether or not one runs. */
export const withPlace = (command: Command): Command =>
  withData(command)
    .option('--server <url>', 'address of a running server; without it the data directory is used', readOrigin)
    .option(
      '--token-file <file>',
      'file with the token of its administrator, or of a researcher (default: admin-token in the data directory)',
    );

/** The study server refused, and says why. */
export class Refused extends BadInput {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super([problem.title, problem.detail].filter((part) => part !== undefined).join(' '));
    this.problem = problem;
  }
}

/** Asks the study server, wherever it is. */
export interface Place {
  /** Where the server answers; undefined when none runs, or when several share a database. */
  readonly origin: string | undefined;
  /** @throws {Refused} in the words of the server */
  get(path: string): Promise<unknown>;
  getBytes(path: string): Promise<Uint8Array>;
  /** With the token of whoever asks, as the three below. */
  getByToken(path: string): Promise<unknown>;
  post(path: string, body?: unknown): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Send = (method: Method, path: string, headers: Record<string, string>, body?: string) => Promise<Answer>;

/**
 * Runs `work` on the studies of a server: the one at `--server`, or the one that uses the data directory, or the data
 * directory itself when no server runs on it. A database that servers share is worked on itself. Whoever has the data
 * directory or the secret is its administrator, unless another token is named.
 */
export async function atPlace<Value>(options: PlaceOptions, work: (place: Place) => Promise<Value>): Promise<Value> {
  const { data, server } = options;
  const shared = sharedDatabase();
  const token = () => administratorToken(options);
  if (server !== undefined) return work(placeOf(server, overHttp(server), token));
  if (shared) return inProcess({ data, database: shared }, token, work);
  if (!existsSync(join(data, 'donor.sqlite'))) {
    throw new BadInput(
      `expected a database in ${data}; name the data directory with --data, or a server with --server (npm start makes a new one)`,
    );
  }
  if (isHeld(data)) {
    const holder = readHolder(data);
    if (!holder?.origin) {
      throw new Error(
        `the data directory ${data} is in use by ${holder?.program ?? 'another process'}; try again later`,
      );
    }
    return work(placeOf(holder.origin, overHttp(holder.origin), token));
  }
  return inProcess({ data }, token, work);
}

/** The token of a file, of the data directory, or of the secret that several servers share. */
export async function administratorToken({ data, tokenFile }: PlaceOptions): Promise<string> {
  if (tokenFile !== undefined) return readToken(tokenFile);
  const shared = sharedDatabase();
  if (!shared) return readToken(join(data, 'admin-token'));
  const { deriveSecrets } = await import('../store/postgres/shared-secret.ts');
  return deriveSecrets(shared.secret).adminToken;
}

async function readToken(file: string): Promise<string> {
  const token = await readFile(file, 'utf8').catch(() => {
    throw new BadInput(
      `expected a token in ${file}; name the data directory of the server with --data, or a file with a token with --token-file`,
    );
  });
  // Not refused: Windows and some shared disks know no such bits.
  if ((statSync(file).mode & 0o077) !== 0) {
    console.error(`${file} can be read or changed by others on this machine; run chmod go= on it`);
  }
  return token;
}

/** Works as a server that does not listen: it owns the data directory, or is one more process on a shared database. */
async function inProcess<Value>(
  state: { readonly data: string; readonly database?: SharedDatabase },
  token: () => Promise<string>,
  work: (place: Place) => Promise<Value>,
): Promise<Value> {
  // Loaded here: the other commands should not wait for the server's code.
  const { openStudyServer } = await import('../study-server.ts');
  const opened = await openStudyServer({
    configuration: { ...state, studies: undefined, host: '127.0.0.1', publicOrigin: undefined },
    now: Date.now,
    loadEmbedder: async (model) => (await import('../studies/embedder.ts')).loadEmbedder(model),
  });
  try {
    const send: Send = async (method, url, headers, body) => {
      const payload = body === undefined ? {} : { payload: body };
      const { statusCode, rawPayload } = await opened.app.inject({ method, url, headers, ...payload });
      return { status: statusCode, body: rawPayload };
    };
    return await work(placeOf(undefined, send, token));
  } finally {
    await opened.close();
  }
}

const overHttp =
  (origin: string): Send =>
  async (method, path, headers, body) => {
    const request = { method, headers, ...(body === undefined ? {} : { body }) };
    const answer = await fetch(`${origin}${path}`, request).catch(() => {
      throw new Error(`no study server answers at ${origin}; start it, or name another one with --server`);
    });
    return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) };
  };

function placeOf(origin: string | undefined, send: Send, token: () => Promise<string>): Place {
  const ask: Send = async (...request) => {
    const answer = await send(...request);
    if (answer.status < 300) return answer;
    const problem = problemSchema.safeParse(json(answer));
    const refused = problem.success ? new Refused(problem.data) : undefined;
    if (refused && answer.status < 500) throw refused;
    throw new Error(refused?.message ?? `unexpected answer, status ${answer.status}`);
  };
  const withToken = async () => ({ authorization: `Bearer ${(await token()).trim()}` });
  const sendJson = async (method: Method, path: string, body: unknown) => {
    const headers = { ...(await withToken()), 'content-type': 'application/json' };
    return json(await ask(method, path, headers, JSON.stringify(body)));
  };
  return {
    origin,
    get: async (path) => json(await ask('GET', path, {})),
    getBytes: async (path) => (await ask('GET', path, {})).body,
    getByToken: async (path) => json(await ask('GET', path, await withToken())),
    post: async (path, body) =>
      body === undefined ? json(await ask('POST', path, await withToken())) : sendJson('POST', path, body),
    put: (path, body) => sendJson('PUT', path, body),
    delete: async (path) => json(await ask('DELETE', path, await withToken())),
  };
}

function json({ body }: Answer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
