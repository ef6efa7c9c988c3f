import { z } from 'zod';
import { isLoopback } from '../../core/protocol/join-link.ts';

/** Variables that describe an endpoint of the OpenAI chat protocol: what each means. */
export const endpointVariables = {
  DONOR_PROVIDER_URL: 'address of the endpoint, such as https://provider.example/v1',
  DONOR_PROVIDER_MODEL: 'name of its model',
  DONOR_PROVIDER_KEY: 'key that it asks for; none for an endpoint without one',
  DONOR_PROVIDER_PRICES: 'price of a million tokens in and out, such as "0.5 1.5", to show what it costs',
  DONOR_PROVIDER_PER_MINUTE: 'most requests a minute (default: 60)',
} as const;

const schema = z.object({
  DONOR_PROVIDER_URL: z.url('expected an address such as https://provider.example/v1').refine((url) => {
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  }, 'expected https: texts and the key would be readable on the way'),
  DONOR_PROVIDER_MODEL: z.string('expected the name of the model').min(1).max(200),
  DONOR_PROVIDER_KEY: z.string().optional(),
  DONOR_PROVIDER_PRICES: z
    .string()
    .regex(/^\d+(\.\d+)? \d+(\.\d+)?$/, 'expected two numbers, such as "0.5 1.5"')
    .transform((prices) => prices.split(' ').map(Number) as [number, number])
    .optional(),
  DONOR_PROVIDER_PER_MINUTE: z.coerce.number('expected a number').min(1).max(6000).default(60),
});

export interface EndpointSettings {
  /** Without a slash at its end. */
  readonly url: string;
  readonly model: string;
  /** In no message. */
  readonly key: string | undefined;
  /** Of a million tokens in and out; undefined when the researcher did not say. */
  readonly prices: readonly [number, number] | undefined;
  readonly perMinute: number;
}

/** The settings, or one line for each variable that is wrong; an empty variable counts as unset. */
export function readEndpointSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly settings: EndpointSettings } | { readonly settings: undefined; readonly problems: string } {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = path[0] as keyof typeof endpointVariables;
      return `${name}: ${message} (${endpointVariables[name]})`;
    });
    return { settings: undefined, problems: lines.join('\n') };
  }
  const { data } = parsed;
  const settings = {
    url: data.DONOR_PROVIDER_URL.replace(/\/+$/, ''),
    model: data.DONOR_PROVIDER_MODEL,
    key: data.DONOR_PROVIDER_KEY,
    prices: data.DONOR_PROVIDER_PRICES,
    perMinute: data.DONOR_PROVIDER_PER_MINUTE,
  };
  return { settings };
}
