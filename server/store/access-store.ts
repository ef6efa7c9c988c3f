import type { Scope } from '../../core/protocol/access.ts';

/** A researcher's token as it is kept: of the token itself only a hash, and nothing about its use. */
export interface StoredToken {
  readonly name: string;
  /** Name of the one study that it is for; null for all studies. */
  readonly study: string | null;
  readonly scope: Scope;
  /** SHA-256 of the header that carries it, `Bearer <token>`. */
  readonly hash: Uint8Array;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Keeps the tokens of researchers. Every method throws `StorageUnavailable` when the database cannot do it. */
export interface AccessStore {
  /** Adds a token; false when its name is taken. */
  addToken(token: StoredToken): Promise<boolean>;
  /** All of them, expired ones too, by name. */
  tokens(): Promise<readonly StoredToken[]>;
  /** Deletes a token; false when there is none of this name. */
  deleteToken(name: string): Promise<boolean>;
}
