import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeEmbeddings, encodeEmbeddings } from '../../../../core/embedding/batch.ts';
import { fragmentAnswerId, readFragmentAnswer } from '../../../../core/privacy/prevalence.ts';
import type { SubsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { subsetSelection } from '../../../../core/privacy/subset-selection.ts';
import { decodeVote, encodeVote } from '../../../../core/privacy/vote-codec.ts';
import { decodeBase64Url, encodeBase64Url } from '../../../../core/protocol/base64url.ts';
import { canonicalBytes, sha256 } from '../../../../core/protocol/canonical-json.ts';
import { consentCovers } from '../../../../core/protocol/consent.ts';
import { formatJoinLink, parseJoinLink } from '../../../../core/protocol/join-link.ts';
import { type RoundManifest, roundManifestSchema } from '../../../../core/protocol/manifest.ts';
import { reportSchema } from '../../../../core/protocol/report.ts';
import { publicKeySchema, sign, verifySignature } from '../../../../core/protocol/signed.ts';
import { studySchema } from '../../../../core/protocol/study.ts';
import { decodeTexts, encodeTexts } from '../../../../core/protocol/texts.ts';
import { voteShape } from '../../../../core/protocol/votes.ts';

interface Worked {
  readonly name: string;
  readonly document: { readonly format: string; readonly publicKey?: string };
  readonly canonical: string;
  readonly sha256: string;
  readonly signature: string;
}
interface WorkedBatch {
  readonly hex: string;
  readonly sha256: string;
}
/** Made once by protocol.py beside it, an implementation of its own. */
const vectors: {
  seed: string;
  otherSeed: string;
  documents: Worked[];
  texts: WorkedBatch & { list: string[] };
  embeddings: WorkedBatch & { rows: number[][] };
  votes: { mechanism: SubsetSelection; ids: number[]; base64url: string }[];
  prevalenceVotes: { fragments: number; fragment: number; answer: number; base64url: string }[];
  report: Record<string, string>;
  joinLink: { server: string; text: string };
} = JSON.parse(readFileSync(new URL('protocol.json', import.meta.url), 'utf8'));

const named = (name: string): Worked => {
  const found = vectors.documents.find((each) => each.name === name);
  if (!found) throw new Error(`no worked document "${name}"`);
  return found;
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** An Ed25519 private key from its 32 bytes (RFC 8410). */
async function privateKeyOf(seed: string): Promise<CryptoKey> {
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
  const pkcs8 = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
}
const publicKey = publicKeySchema.parse(named('study/2').document.publicKey);

test.each(vectors.documents)('$name: schema, canonical bytes, hash and signature', async (worked) => {
  const { document, canonical, signature } = worked;
  const schema = document.format.includes('/study/') ? studySchema : roundManifestSchema;
  expect(schema.parse(document)).toEqual(document);
  const bytes = canonicalBytes(document);
  expect(new TextDecoder().decode(bytes)).toBe(canonical);
  expect(await sha256(bytes)).toBe(worked.sha256);
  const moved = worked.name === 'study/2 under a new key';
  const key = moved ? publicKeySchema.parse(document.publicKey) : publicKey;
  expect(await verifySignature({ document, signature }, key)).toBe(true);
  expect(await sign(document, await privateKeyOf(moved ? vectors.otherSeed : vectors.seed))).toEqual({ document, signature });
});

test('the rounds are covered by their studies, and by no other', () => {
  const study = (name: string) => studySchema.parse(named(name).document);
  const round = (name: string) => roundManifestSchema.parse(named(name).document);
  expect(consentCovers(study('study/2'), round('round/2'))).toBe(true);
  expect(consentCovers(study('study/2'), round('round/2, a prevalence poll'))).toBe(true);
  expect(consentCovers(study('study/1'), round('round/1'))).toBe(true);
  expect(consentCovers(study('study/1'), round('round/2'))).toBe(false);
});

test('a new key is signed by the one before', async () => {
  const { document } = named('study/2 under a new key');
  const study = studySchema.parse(document);
  if (study.format !== 'data-donor/study/2') throw new Error('expected a study of version 2');
  const old = await crypto.subtle.importKey('raw', decodeBase64Url(publicKey), 'Ed25519', false, ['verify']);
  const signature = decodeBase64Url(study.corrects?.keySignature ?? '');
  expect(await crypto.subtle.verify('Ed25519', old, signature, decodeBase64Url(study.publicKey))).toBe(true);
});

test('batches of texts and embeddings', async () => {
  const { texts, embeddings } = vectors;
  expect(hex(encodeTexts(texts.list))).toBe(texts.hex);
  expect(decodeTexts(Buffer.from(texts.hex, 'hex'))).toEqual(texts.list);
  expect(await sha256(encodeTexts(texts.list))).toBe(texts.sha256);
  expect(hex(encodeEmbeddings(embeddings.rows))).toBe(embeddings.hex);
  expect(decodeEmbeddings(Buffer.from(embeddings.hex, 'hex'))).toMatchObject({ rows: 2, dimensions: 3 });
});

test('mechanisms, votes, the report and the join link', () => {
  for (const { mechanism, ids, base64url } of vectors.votes) {
    expect(encodeBase64Url(encodeVote(ids, mechanism))).toBe(base64url);
    expect(decodeVote(decodeBase64Url(base64url), mechanism)).toEqual(ids);
  }
  for (const { fragments, fragment, answer, base64url } of vectors.prevalenceVotes) {
    const manifest = named('round/2, a prevalence poll').document as unknown as RoundManifest;
    const shape = voteShape({ ...manifest, texts: { ...manifest.texts, count: fragments } });
    const id = fragmentAnswerId(fragment, answer);
    expect(encodeBase64Url(encodeVote([id], shape))).toBe(base64url);
    expect(decodeVote(decodeBase64Url(base64url), shape)).toEqual([id]);
    expect(readFragmentAnswer(id)).toEqual({ fragment, answer });
  }
  expect(vectors.votes[0]?.mechanism).toEqual(subsetSelection(3, 4));
  expect(reportSchema.parse(vectors.report)).toEqual(vectors.report);
  const link = parseJoinLink(vectors.joinLink.text);
  expect(link).toMatchObject({ study: named('study/2').sha256, publicKey, server: vectors.joinLink.server });
  expect(formatJoinLink(link)).toBe(vectors.joinLink.text);
});
