import { encodeEmbeddings } from '../../../core/embedding/batch.ts';
import { model } from '../../../core/embedding/model.ts';
import { type RoundId, roundIdSchema, type Sha256, studyIdSchema } from '../../../core/ids.ts';
import { subsetSelection } from '../../../core/privacy/subset-selection.ts';
import { encodeBase64Url } from '../../../core/protocol/base64url.ts';
import { canonicalBytes, sha256 } from '../../../core/protocol/canonical-json.ts';
import { problem } from '../../../core/protocol/errors.ts';
import { formatJoinLink } from '../../../core/protocol/join-link.ts';
import type { RoundManifest, SignedRound } from '../../../core/protocol/manifest.ts';
import { publicKeySchema, sign } from '../../../core/protocol/signed.ts';
import type { SignedStudy, Study } from '../../../core/protocol/study.ts';
import { encodeTexts } from '../../../core/protocol/texts.ts';

export const server = 'https://study.example';
export const startOfTime = Date.UTC(2030, 0, 1);
export const candidates = ['a picnic at the lake', 'a meeting about the budget', 'a cake for the birthday'];
export const fragments = ['picnic at the lake', 'dinosaur in a cowboy hat'];

/** A vector of its own for every text: the same text has cosine 1, others are close to orthogonal. */
export function embedText(text: string): Float32Array {
  let state = 7;
  for (const character of text) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return Float32Array.from({ length: model.dimensions }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly init: RequestInit;
}

export interface WorldChoices {
  readonly study?: Partial<Study>;
  /** Changes the manifest of each round before it is signed. */
  readonly round?: (manifest: RoundManifest) => RoundManifest;
  readonly rounds?: readonly ('candidates' | 'fragments')[];
  /** Texts that the embeddings of candidate rounds are made from, if not the candidates. */
  readonly embedded?: readonly string[];
  readonly epsilon?: number;
}

/** A study with its rounds and batches, and a `fetch` that serves them as the server does. */
export async function studyWorld(choices: WorldChoices = {}) {
  const keys = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const rawKey = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  const publicKey = publicKeySchema.parse(encodeBase64Url(rawKey));
  const question = { fewestTexts: 1, epsilon: 4, minimumReports: 50 };
  const document: Study = {
    format: 'data-donor/study/1',
    name: 'everyday',
    title: 'Everyday',
    summary: 'What people write about.',
    consent: ['You agree.'],
    privacyPolicy: ['Nothing is kept.'],
    controller: { name: 'A university', contact: 'study@university.example' },
    withdrawal: 'Sent votes cannot be found again.',
    endsAt: '2031-01-01T00:00:00Z',
    publicKey,
    model: { id: model.id, sha256: model.sha256 },
    questions: [
      { kind: 'candidates', ...question },
      { kind: 'fragments', ...question },
    ],
    cohorts: 1,
    participation: 'open',
    ...choices.study,
  };
  const study = studyIdSchema.parse(await sha256(canonicalBytes(document)));
  const signed: SignedStudy = await sign(document, keys.privateKey);

  const batches = new Map<string, Uint8Array<ArrayBuffer>>();
  const addBatch = async (bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> => {
    const hash = await sha256(bytes);
    batches.set(hash, bytes);
    return hash;
  };
  const rounds: { signed: SignedRound; closed: boolean }[] = [];
  const roundIds: RoundId[] = [];

  async function addRound(kind: 'candidates' | 'fragments'): Promise<RoundId> {
    const texts = kind === 'candidates' ? candidates : fragments;
    const shared = {
      format: 'data-donor/round/1' as const,
      study,
      sequence: rounds.length,
      previous: roundIds.at(-1) ?? null,
      title: `Round ${rounds.length + 1}`,
      opensAt: '2029-12-01T00:00:00Z',
      closesAt: '2030-06-01T00:00:00Z',
      mechanism: subsetSelection(texts.length + 1, choices.epsilon ?? 4),
      release: { plan: 'at-close' as const, minimumReports: 50 },
      texts: { sha256: await addBatch(encodeTexts(texts)), count: texts.length },
    };
    const embedded = (choices.embedded ?? texts).map(embedText);
    const manifest: RoundManifest =
      kind === 'candidates'
        ? {
            ...shared,
            kind,
            answerRule: 'random-draft',
            recentDrafts: 20,
            minSimilarity: 0.5,
            embeddings: { sha256: await addBatch(encodeEmbeddings(embedded)), dimensions: model.dimensions },
          }
        : { ...shared, kind, poll: 'which', windowDays: 30 };
    const changed = choices.round?.(manifest) ?? manifest;
    rounds.push({ signed: await sign(changed, keys.privateKey), closed: false });
    const id = roundIdSchema.parse(await sha256(canonicalBytes(changed)));
    roundIds.push(id);
    return id;
  }
  for (const kind of choices.rounds ?? ['candidates', 'fragments']) await addRound(kind);

  const requests: SentRequest[] = [];
  const world = {
    study,
    signed,
    publicKey,
    privateKey: keys.privateKey,
    link: formatJoinLink({ server, study, publicKey }),
    batches,
    rounds,
    roundIds,
    addRound,
    requests,
    /** Reports the server has stored, by nonce. */
    stored: new Map<string, string>(),
    /** Takes the place of the server's reply to a path; may throw as a network does. */
    reply: (_request: SentRequest): Response | undefined => undefined,
    fetch: (async (input: RequestInfo | URL, init: RequestInit = {}) => {
      const request: SentRequest = {
        method: init.method ?? 'GET',
        path: new URL(String(input)).pathname,
        body: typeof init.body === 'string' ? init.body : undefined,
        init,
      };
      requests.push(request);
      return world.reply(request) ?? serve(request);
    }) as typeof fetch,
  };

  function serve({ path, body }: SentRequest): Response {
    if (path === `/v1/studies/${study}`) return Response.json(world.signed);
    if (path === `/v1/studies/${study}/rounds`) return Response.json({ rounds });
    const batch = batches.get(path.replace('/v1/batches/', ''));
    if (batch) return new Response(batch);
    if (path === '/v1/reports' && body !== undefined) {
      world.stored.set(JSON.parse(body).nonce, body);
      return Response.json({ status: 'stored' }, { status: 202 });
    }
    return problemResponse('not-found');
  }
  return world;
}
export type StudyWorld = Awaited<ReturnType<typeof studyWorld>>;

export function problemResponse(code: Parameters<typeof problem>[0]): Response {
  const document = problem(code);
  return Response.json(document, { status: document.status, headers: { 'content-type': 'application/problem+json' } });
}
