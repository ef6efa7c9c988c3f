import { z } from 'zod';

/** Why the server cannot start, in words for its operator. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const schema = z.object({
  DONOR_DATA: z.string().default('.data'),
  DONOR_HOST: z.string().default('127.0.0.1'),
  DONOR_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'expected a port number from 0 to 65535 (0: any free port)')
    .default('8787')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port number from 0 to 65535 (0: any free port)'),
  DONOR_PUBLIC_URL: z
    .string()
    .refine(isOrigin, 'expected the address that volunteers use, without a path, such as https://study.example')
    .transform((url) => new URL(url).origin)
    .optional(),
  DONOR_STUDIES: z.string().optional(),
});

export interface Configuration {
  /** Directory of the database and of all keys. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** Origin in join links; undefined: the origin of each request. */
  readonly publicOrigin: string | undefined;
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
  const { DONOR_DATA, DONOR_HOST, DONOR_PORT, DONOR_PUBLIC_URL, DONOR_STUDIES } = parsed.data;
  return {
    data: DONOR_DATA,
    host: DONOR_HOST,
    port: DONOR_PORT,
    publicOrigin: DONOR_PUBLIC_URL,
    studies: DONOR_STUDIES,
  };
}

function isOrigin(text: string): boolean {
  if (!/^https?:/.test(text) || !URL.canParse(text)) return false;
  const { origin, href } = new URL(text);
  return href === `${origin}/`;
}
