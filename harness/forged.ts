import { decodeEmbeddings, type EmbeddingBatch, encodeEmbeddings } from '../core/embedding/batch.ts';
import { studyIdSchema } from '../core/ids.ts';
import { canonicalBytes, sha256 } from '../core/protocol/canonical-json.ts';
import type { JoinLink } from '../core/protocol/join-link.ts';
import type { RoundManifest } from '../core/protocol/manifest.ts';
import { type Signed, sign } from '../core/protocol/signed.ts';
import type { SignedStudy, Study, Study2 } from '../core/protocol/study.ts';
import type { SigningKey } from '../server/studies/signing-key.ts';
import type { Reply, Wiretap } from './wiretap.ts';

// What a dishonest study server could reply. It has the study's key, so its signatures are good; the wiretap puts its
// words into the real one's mouth.

/** A reply that says `value` whatever the server said. */
export const saying =
  (value: unknown) =>
  (reply: Reply): Reply => ({
    ...reply,
    status: 200,
    body: Buffer.from(JSON.stringify(value)),
  });

/** The same reply with one byte of its body changed. */
export function withOneByteChanged(reply: Reply): Reply {
  const body = Buffer.from(reply.body);
  body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
  return { ...reply, body };
}

/** The same signature but for one character. */
export const withOtherSignature = <Document>({ document, signature }: Signed<Document>): Signed<Document> => ({
  document,
  signature: (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1),
});

/** Another study under the same key, well signed, with the join link that names it. */
export async function forgeStudy(
  { document }: SignedStudy,
  change: Partial<Study2>,
  { privateKey }: SigningKey,
  link: JoinLink,
): Promise<{ signed: Signed<Study>; link: JoinLink }> {
  const forged = { ...document, ...change } as Study;
  const study = studyIdSchema.parse(await sha256(canonicalBytes(forged)));
  return { signed: await sign(forged, privateKey), link: { ...link, study } };
}

/** A log of one round, well signed. */
export const forgeLog = async (manifest: RoundManifest, { privateKey }: SigningKey) => ({
  rounds: [{ signed: await sign(manifest, privateKey), closed: false }],
});

/** The vectors of a batch, each moved to the text after its own: valid in form, and lies about every text. */
export function moveEmbeddings(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const batch = decodeEmbeddings(bytes);
  const rows = Array.from({ length: batch.rows }, (_, row) => vector(batch, (row + 1) % batch.rows));
  return encodeEmbeddings(rows);
}

const vector = ({ values, scales, dimensions }: EmbeddingBatch, row: number): number[] =>
  Array.from(values.subarray(row * dimensions, (row + 1) * dimensions), (value) => value * (scales[row] ?? 0));

/** Runs `attempt` while the replies to matching requests are changed. */
export async function whileReplying<Value>(
  wiretap: Wiretap,
  matches: RegExp,
  change: (reply: Reply) => Reply,
  attempt: () => Promise<Value>,
): Promise<Value> {
  const stop = wiretap.rewrite(matches, change);
  try {
    return await attempt();
  } finally {
    stop();
  }
}
