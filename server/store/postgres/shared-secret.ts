import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyStore } from '../key-store.ts';
import type { Connections } from './connections.ts';

/** What all processes derive from the one secret of their environment (HKDF with SHA-256, one purpose each). */
export interface SharedSecrets {
  /** Keys the HMACs that recognise retries. */
  readonly retries: Uint8Array;
  /** What `Authorization: Bearer` carries when the administrator asks. */
  readonly adminToken: string;
  /** Seals the private keys of studies in the database. */
  readonly keys: Uint8Array;
  /** Stands in the database, and tells another secret apart; nothing follows from it. */
  readonly check: string;
}

/** @param secret 32 random bytes in base64url */
export function deriveSecrets(secret: string): SharedSecrets {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', `data-donor/${purpose}`, 32));
  return {
    retries: derive('retries'),
    adminToken: derive('admin-token').toString('base64url'),
    keys: derive('signing-keys'),
    check: derive('check').toString('base64url'),
  };
}

/** Whether the database was made with this secret; the first process of all writes that down. */
export async function checkSecret(connections: Connections, { check }: SharedSecrets, replace: boolean) {
  await connections.query(
    `INSERT INTO server_state VALUES ('secret-check', $1) ON CONFLICT (name) ${
      replace ? 'DO UPDATE SET value = $1' : 'DO NOTHING'
    }`,
    [check],
  );
  return fitsSecret(connections, { check });
}

/** The same, and changes nothing; undefined when no process has started yet. */
export async function fitsSecret(connections: Connections, { check }: Pick<SharedSecrets, 'check'>) {
  const { rows } = await connections.query("SELECT value FROM server_state WHERE name = 'secret-check'");
  return rows.length === 0 ? undefined : rows[0]?.value === check;
}

const nonceBytes = 12;
const tagBytes = 16;

/** The private keys of studies in the database, each sealed with AES-256-GCM: nonce, ciphertext, tag. */
export function sealedKeys(connections: Connections, { keys }: Pick<SharedSecrets, 'keys'>): KeyStore {
  function seal(pem: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', keys, nonce);
    return Buffer.concat([nonce, cipher.update(pem), cipher.final(), cipher.getAuthTag()]);
  }
  function open(sealed: Buffer): string | undefined {
    const cipher = createDecipheriv('aes-256-gcm', keys, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
    cipher.setAuthTag(sealed.subarray(-tagBytes));
    try {
      return cipher.update(sealed.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + cipher.final('utf8');
    } catch {
      return undefined;
    }
  }
  return {
    place: (study) => `the key of "${study}" in the database`,
    async read(study) {
      const { rows } = await connections.query('SELECT sealed FROM signing_keys WHERE name = $1', [study]);
      return rows.length === 0 ? undefined : open(rows[0]?.sealed);
    },
    async add(study, pem) {
      await connections.query(
        'INSERT INTO signing_keys (name, sealed, published) VALUES ($1, $2, 0) ON CONFLICT (name) DO NOTHING',
        [study, seal(pem)],
      );
    },
    async keep(study) {
      await connections.query('UPDATE signing_keys SET published = 1 WHERE name = $1', [study]);
    },
    async kept() {
      const { rows } = await connections.query('SELECT name FROM signing_keys WHERE published = 1 ORDER BY name');
      return rows.map(({ name }) => name);
    },
    async putAside(study) {
      // A name that no study can have.
      const aside = `${study}.lost-${randomBytes(4).toString('hex')}`;
      await connections.query('UPDATE signing_keys SET name = $2, published = 2 WHERE name = $1', [study, aside]);
    },
  };
}
