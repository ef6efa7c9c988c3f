import { z } from 'zod';
import { isLoopback } from '../core/protocol/join-link.ts';

/** Why the server cannot start, in words for its operator. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Every variable that the server reads: its default in words, and what it means. */
export const variables = {
  DATABASE_URL: {
    default: 'none: the database is a file in DONOR_DATA',
    meaning: 'PostgreSQL database of several server processes, such as postgres://user:password@host/database',
  },
  DONOR_DATA: { default: '.data', meaning: 'directory of the database, of all keys and of the administrator token' },
  DONOR_HOST: { default: '127.0.0.1', meaning: 'address to listen on; 0.0.0.0 for every one of this machine' },
  DONOR_INSTALL_CHROME: { default: 'none', meaning: 'address in the Chrome store to which the join page links' },
  DONOR_INSTALL_FIREFOX: { default: 'none', meaning: 'address in the store of Firefox to which the join page links' },
  DONOR_PORT: { default: '8787', meaning: 'port to listen on; 0 for any free port' },
  DONOR_PUBLIC_URL: {
    default: 'the address that the server listens on',
    meaning: 'address that volunteers use, for join links; https, and required when DONOR_HOST is not loopback',
  },
  DONOR_SECRET: {
    default: 'none: secrets are files in DONOR_DATA',
    meaning: 'the one secret of all processes on DATABASE_URL, and required with it: 32 random bytes in base64url',
  },
  DONOR_STUDIES: { default: 'studies, if there is one', meaning: 'directory that holds study folders' },
} as const;

const publicUrl = 'expected the address that volunteers use, without a path, such as https://study.example';
const databaseUrl = 'expected the address of a PostgreSQL database, such as postgres://user:password@host/database';
const secret =
  'expected 32 random bytes in base64url, the same for every process on DATABASE_URL. To make them: ' +
  `node -p "crypto.randomBytes(32).toString('base64url')"`;
const storeAddress = 'expected an address with https, such as https://store.example/data-donor';
const port = 'expected a port number from 0 to 65535 (0: any free port)';

const schema = z
  .object({
    DATABASE_URL: z.string().refine(isDatabaseUrl, databaseUrl).optional(),
    DONOR_DATA: z.string().default(variables.DONOR_DATA.default),
    DONOR_HOST: z.string().default(variables.DONOR_HOST.default),
    DONOR_INSTALL_CHROME: z.url({ protocol: /^https$/, error: storeAddress }).optional(),
    DONOR_INSTALL_FIREFOX: z.url({ protocol: /^https$/, error: storeAddress }).optional(),
    DONOR_PORT: z
      .string()
      .regex(/^\d{1,5}$/, port)
      .default(variables.DONOR_PORT.default)
      .transform(Number)
      .refine((number) => number <= 65_535, port),
    DONOR_PUBLIC_URL: z
      .string()
      .refine(isOrigin, { error: publicUrl, abort: true })
      .refine(isSafeOrigin, 'expected https: without it no extension takes a join link (http is for loopback only)')
      .transform((url) => new URL(url).origin)
      .optional(),
    DONOR_SECRET: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, secret)
      .optional(),
    DONOR_STUDIES: z.string().optional(),
  })
  .refine(({ DATABASE_URL, DONOR_SECRET }) => DATABASE_URL === undefined || DONOR_SECRET !== undefined, {
    path: ['DONOR_SECRET'],
    error: secret,
  })
  .refine(({ DONOR_HOST, DONOR_PUBLIC_URL }) => DONOR_PUBLIC_URL !== undefined || isLoopback(DONOR_HOST), {
    path: ['DONOR_PUBLIC_URL'],
    error: `${publicUrl}: it is required, because DONOR_HOST is not 127.0.0.1 or localhost`,
  });

/** A PostgreSQL database, and the secret that all processes on it share. */
export interface SharedDatabase {
  /** May hold a password: it is part of no message. */
  readonly url: string;
  /** 32 bytes in base64url. */
  readonly secret: string;
}

/** Where the extension is installed from; undefined where its operator has not said. */
export interface InstallLinks {
  readonly chrome?: string | undefined;
  readonly firefox?: string | undefined;
}

export interface Configuration {
  /** Undefined: the database is a file in `data`. */
  readonly database: SharedDatabase | undefined;
  /** Directory of the database and of all keys. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** Origin in join links; undefined: where the server listens. Never what a request calls it. */
  readonly publicOrigin: string | undefined;
  readonly install?: InstallLinks;
  /** Directory of study folders; undefined: `studies`, if there is one. */
  readonly studies: string | undefined;
}

/**
 * Reads the environment; an empty variable counts as unset.
 *
 * @throws {ConfigurationError} with one line for each variable that is wrong
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    throw new ConfigurationError(
      parsed.error.issues.map(({ path, message }) => `${path[0]?.toString()}: ${message}`).join('\n'),
    );
  }
  const { DATABASE_URL, DONOR_DATA, DONOR_HOST, DONOR_PORT, DONOR_PUBLIC_URL, DONOR_SECRET, DONOR_STUDIES } =
    parsed.data;
  const { DONOR_INSTALL_CHROME: chrome, DONOR_INSTALL_FIREFOX: firefox } = parsed.data;
  return {
    database: DATABASE_URL && DONOR_SECRET ? { url: DATABASE_URL, secret: DONOR_SECRET } : undefined,
    data: DONOR_DATA,
    host: DONOR_HOST,
    port: DONOR_PORT,
    publicOrigin: DONOR_PUBLIC_URL,
    install: { chrome, firefox },
    studies: DONOR_STUDIES,
  };
}

function isOrigin(text: string): boolean {
  if (!/^https?:/.test(text) || !URL.canParse(text)) return false;
  const { origin, href } = new URL(text);
  return href === `${origin}/`;
}

function isDatabaseUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) && new URL(text).pathname.length > 1;
}

function isSafeOrigin(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopback(hostname);
}
