import { createHash, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from '../../core/privacy/random-integers.ts';
import type { Scope, Token, TokenRequest } from '../../core/protocol/access.ts';
import type { AccessStore, StoredToken } from '../store/access-store.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Whose token a request has shown. */
export type Holder = { readonly kind: 'administrator' } | { readonly kind: 'researcher'; readonly token: Token };

/** What a request needs: the administrator, or a researcher who has this scope for the study that it is about. */
export type Need = 'administrator' | Scope;

/** The tokens of a server. Nothing keeps when, or from where, one of them was used. */
export interface Access {
  /** Makes a token and shows it this once; undefined when its name is taken. */
  create(request: TokenRequest): Promise<(Token & { readonly token: string }) | undefined>;
  tokens(): Promise<Token[]>;
  /** From its return on no process takes the token; false when there is none of this name. */
  revoke(name: string): Promise<boolean>;
  /**
   * Who holds the token of an `Authorization` header; undefined when it is missing, wrong, expired or revoked, and
   * nothing tells which.
   */
  holderOf(authorization: string | undefined): Promise<Holder | undefined>;
}

export interface AccessOptions {
  readonly store: AccessStore;
  readonly adminToken: string;
  readonly now: () => number;
  readonly random: RandomBytes;
}

/**
 * The administrator's token and those of researchers. A researcher's token is 32 random bytes, so that a plain hash is
 * enough to keep of it: nobody can try them all. A presented one is compared with every stored hash, in the same time
 * wherever they differ. The store is read anew each time, because another process may have revoked a token.
 */
export function createAccess({ store, adminToken, now, random }: AccessOptions): Access {
  const administrator = digest(`Bearer ${adminToken}`);
  const described = ({ name, study, scope, expiresAt }: StoredToken): Token => ({
    ...{ name, study, scope },
    expiresAt: new Date(expiresAt).toISOString(),
    state: now() < expiresAt ? 'valid' : 'expired',
  });
  return {
    async create({ name, study, scope, days }) {
      const token = `donor_${Buffer.from(random(32)).toString('base64url')}`;
      const stored = { name, study, scope, hash: digest(`Bearer ${token}`), expiresAt: now() + days * dayMs };
      return (await store.addToken(stored)) ? { ...described(stored), token } : undefined;
    },
    tokens: async () => (await store.tokens()).map(described),
    revoke: (name) => store.deleteToken(name),
    async holderOf(authorization) {
      if (authorization === undefined) return undefined;
      const presented = digest(authorization);
      if (timingSafeEqual(presented, administrator)) return { kind: 'administrator' };
      let found: StoredToken | undefined;
      for (const stored of await store.tokens()) if (timingSafeEqual(presented, stored.hash)) found = stored;
      return found && now() < found.expiresAt ? { kind: 'researcher', token: described(found) } : undefined;
    },
  };
}

/**
 * Whether a holder may do what needs `need`.
 *
 * @param study name of the study that it is about; undefined when this server has no such study, or it is about none
 */
export function mayDo(holder: Holder, need: Need, study: string | undefined): boolean {
  if (holder.kind === 'administrator') return true;
  const { token } = holder;
  if (need === 'administrator' || (need === 'run' && token.scope !== 'run')) return false;
  return token.study === null || token.study === study;
}

/** Equal lengths, so that a comparison takes the same time whatever was sent. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
