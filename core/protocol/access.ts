import { z } from 'zod';

/** What a researcher's token allows: `run` ends and closes, and whoever may run may also read. */
export const scopes = ['read', 'run'] as const;
export type Scope = (typeof scopes)[number];

/** Longest life of a token; every one ends some day. */
export const mostTokenDays = 3650;

const nameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and hyphens')
  .describe('What the administrator calls the token, such as the name of a researcher');

/** What the administrator asks for when a token is made. */
export const tokenRequestSchema = z.strictObject({
  name: nameSchema,
  study: z.string().max(63).nullable().describe('Name of the one study that it is for; null for all studies'),
  scope: z.enum(scopes),
  days: z.int().min(1).max(mostTokenDays).describe('For how many days from now it is valid'),
});
export type TokenRequest = z.infer<typeof tokenRequestSchema>;

/** A token as it is listed. The token itself is nowhere: only its hash is stored. */
export const tokenSchema = tokenRequestSchema.omit({ days: true }).extend({
  expiresAt: z.iso.datetime(),
  state: z.enum(['valid', 'expired']),
});
export type Token = z.infer<typeof tokenSchema>;

export const tokensSchema = z.strictObject({ tokens: z.array(tokenSchema) });

/** The one reply that holds a token. */
export const newTokenSchema = tokenSchema.extend({ token: z.string().describe('Shown once, and never again') });
