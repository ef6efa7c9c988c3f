import type { RoundId, StudyId } from '../../core/ids.ts';
import { subsetSelection } from '../../core/privacy/subset-selection.ts';
import { encodeBase64Url } from '../../core/protocol/base64url.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { type FragmentPoll, roundManifestSchema } from '../../core/protocol/manifest.ts';
import { sign } from '../../core/protocol/signed.ts';
import { studySchema } from '../../core/protocol/study.ts';
import { encodeTexts } from '../../core/protocol/texts.ts';
import type { Publication } from '../../server/store/publication-store.ts';

export const opensAt = Date.parse('2026-01-01T00:00:00Z');
export const closesAt = Date.parse('2026-02-01T00:00:00Z');

/** A signed study with `rounds` polls of `texts` fragments each, ready for `publish`. */
export async function publication({ rounds = 1, texts = 20, epsilon = 4 } = {}) {
  const keys = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const publicKey = encodeBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)));
  const study = studySchema.parse({
    format: 'data-donor/study/1',
    name: `study-${publicKey.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`.slice(0, 40),
    title: 'A study of the store',
    summary: 'For tests.',
    consent: ['You may stop.'],
    privacyPolicy: ['Nothing is kept.'],
    controller: { name: 'Tests', contact: 'tests@example.org' },
    withdrawal: 'Nothing can be withdrawn.',
    endsAt: '2026-03-01T00:00:00.000Z',
    publicKey,
    model: { id: 'none', sha256: '00'.repeat(32) },
    questions: [{ kind: 'fragments', fewestTexts: texts, epsilon, minimumReports: 50 }],
    cohorts: 1,
    participation: 'open',
  });
  const studyId = (await sha256(canonicalBytes(study))) as StudyId;
  const bytes = encodeTexts(Array.from({ length: texts }, (_, i) => `fragment ${i}`));
  const batch = { sha256: await sha256(bytes), mediaType: 'application/json' as const, bytes };
  const log: { id: RoundId; signed: { document: FragmentPoll; signature: string } }[] = [];
  for (let sequence = 0; sequence < rounds; sequence++) {
    const document = roundManifestSchema.parse({
      format: 'data-donor/round/1',
      study: studyId,
      sequence,
      previous: log.at(-1)?.id ?? null,
      title: `Poll ${sequence}`,
      opensAt: new Date(opensAt).toISOString(),
      closesAt: new Date(closesAt).toISOString(),
      mechanism: subsetSelection(texts + 1, epsilon),
      release: { plan: 'at-close', minimumReports: 50 },
      texts: { sha256: batch.sha256, count: texts },
      kind: 'fragments',
      poll: 'which',
      windowDays: 30,
    }) as FragmentPoll;
    const id = (await sha256(canonicalBytes(document))) as RoundId;
    log.push({ id, signed: await sign(document, keys.privateKey) });
  }
  const signedStudy = { id: studyId, signed: await sign(study, keys.privateKey) };
  return { study: signedStudy, rounds: log, batches: [batch] } satisfies Publication;
}
