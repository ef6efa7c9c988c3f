import { encodeEmbeddings } from '../core/embedding/batch.ts';
import { englishModel, modelNamed } from '../core/embedding/model.ts';
import { type RoundId, roundIdSchema, type Sha256, type StudyId, studyIdSchema } from '../core/ids.ts';
import { subsetSelection } from '../core/privacy/subset-selection.ts';
import { encodeBase64Url } from '../core/protocol/base64url.ts';
import { canonicalBytes, sha256 } from '../core/protocol/canonical-json.ts';
import type { RoundManifest, SignedRound } from '../core/protocol/manifest.ts';
import { type PublicKey, publicKeySchema, sign } from '../core/protocol/signed.ts';
import type { SignedStudy, Study2 } from '../core/protocol/study.ts';
import { encodeTexts } from '../core/protocol/texts.ts';
import type { Publication } from '../server/store/publication-store.ts';
import type { RoundKind } from './study-folder.ts';

export const opensAt = Date.UTC(2029, 11, 1);
export const closesAt = Date.UTC(2030, 5, 1);

export interface SignedStudyChoices {
  /** Fields of the study that differ. */
  readonly study?: Partial<Study2>;
  /** Which rounds it has, in order. */
  readonly rounds?: readonly RoundKind[];
  readonly epsilon?: number;
  readonly candidates?: readonly string[];
  readonly fragments?: readonly string[];
  /** Fragments of the round at a position, where every poll has its own. */
  readonly fragmentsOf?: (position: number) => readonly string[];
  /** Texts that the embeddings of candidate rounds are made from, if not the candidates: a lie. */
  readonly embedded?: readonly string[];
  /** The batch of embeddings itself, where it is not to be made by `embedText`. */
  readonly embeddings?: Uint8Array<ArrayBuffer>;
  /** The key of another study, which this one shares. */
  readonly sharedKey?: Pick<StudyInMemory, 'publicKey' | 'privateKey'>;
  /** Changes the manifest of each round before it is signed. */
  readonly round?: (manifest: RoundManifest) => RoundManifest;
}

/** A study under a new key, with its rounds and batches, in memory; nothing serves it and nothing stores it. */
export interface StudyInMemory {
  readonly id: StudyId;
  readonly signed: SignedStudy;
  readonly publicKey: PublicKey;
  readonly privateKey: CryptoKey;
  readonly rounds: readonly { readonly id: RoundId; readonly signed: SignedRound }[];
  readonly batches: Publication['batches'];
  /** Signs one more round and appends it. */
  addRound(kind: RoundKind): Promise<RoundId>;
}

/** Signs a study of short everyday texts, as a study server does when it publishes a study folder. */
export async function signStudy(choices: SignedStudyChoices = {}): Promise<StudyInMemory> {
  const {
    epsilon = 4,
    candidates = ['a picnic at the lake', 'a meeting about the budget', 'a cake for the birthday'],
    fragments = ['picnic at the lake', 'dinosaur in a cowboy hat'],
  } = choices;
  const { publicKey, privateKey } = choices.sharedKey ?? (await newKey());
  const question = { fewestTexts: 1, epsilon };
  const document: Study2 = {
    format: 'data-donor/study/2',
    kind: 'real',
    name: 'everyday',
    title: 'Everyday',
    summary: 'What people write about.',
    consent: ['You agree.'],
    privacyPolicy: ['Nothing is kept.'],
    controller: { name: 'A university', contact: 'study@university.example' },
    withdrawal: 'Sent votes cannot be found again.',
    endsAt: '2031-01-01T00:00:00Z',
    publicKey,
    model: { id: englishModel.id, sha256: englishModel.sha256 },
    questions: [
      { kind: 'candidates', answerRule: 'random-draft', recentDrafts: 20, ...question },
      { kind: 'fragments', poll: 'which', windowDays: 30, ...question },
    ],
    laterRounds: null,
    budgets: { rounds: 5, bytes: 8 * 1024 * 1024, leastEpsilon: 0.1 },
    cohorts: 1,
    releases: 1,
    minimumReports: 50,
    retentionDays: 30,
    corrects: null,
    languages: ['en'],
    participation: 'open',
    ...choices.study,
  };
  const { dimensions } = modelNamed(document.model) ?? englishModel;
  const id = studyIdSchema.parse(await sha256(canonicalBytes(document)));
  const rounds: StudyInMemory['rounds'][number][] = [];
  const batches: Publication['batches'][number][] = [];
  const hashes = new Set<Sha256>();

  async function addBatch(mediaType: Publication['batches'][number]['mediaType'], bytes: Uint8Array<ArrayBuffer>) {
    const hash: Sha256 = await sha256(bytes);
    if (!hashes.has(hash)) batches.push({ sha256: hash, mediaType, bytes });
    hashes.add(hash);
    return hash;
  }

  async function addRound(kind: RoundKind): Promise<RoundId> {
    const texts = kind === 'candidates' ? candidates : (choices.fragmentsOf?.(rounds.length) ?? fragments);
    const shared = {
      format: 'data-donor/round/2' as const,
      study: id,
      sequence: rounds.length,
      previous: rounds.at(-1)?.id ?? null,
      title: `Round ${rounds.length + 1}`,
      opensAt: new Date(opensAt).toISOString(),
      closesAt: new Date(closesAt).toISOString(),
      mechanism: subsetSelection(texts.length + 1, epsilon),
      release: { releases: 1, minimumReports: 50 },
      cohorts: Array.from({ length: document.cohorts }, (_, cohort) => cohort),
      texts: { sha256: await addBatch('application/json', encodeTexts(texts)), count: texts.length },
    };
    let manifest: RoundManifest = { ...shared, kind: 'fragments', poll: 'which', windowDays: 30 };
    if (kind === 'candidates') {
      const rows =
        choices.embeddings ?? encodeEmbeddings((choices.embedded ?? texts).map((text) => vectorOf(text, dimensions)));
      const embeddings = { sha256: await addBatch('application/octet-stream', rows), dimensions };
      const rule = { answerRule: 'random-draft' as const, recentDrafts: 20, minSimilarity: 0.5 };
      manifest = { ...shared, kind, ...rule, embeddings };
    }
    manifest = choices.round?.(manifest) ?? manifest;
    const roundId = roundIdSchema.parse(await sha256(canonicalBytes(manifest)));
    rounds.push({ id: roundId, signed: await sign(manifest, privateKey) });
    return roundId;
  }
  for (const kind of choices.rounds ?? ['candidates', 'fragments']) await addRound(kind);

  return {
    id,
    signed: await sign(document, privateKey),
    publicKey,
    privateKey,
    rounds,
    batches,
    addRound,
  };
}

async function newKey(): Promise<Pick<StudyInMemory, 'publicKey' | 'privateKey'>> {
  const keys = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  return { publicKey: publicKeySchema.parse(encodeBase64Url(raw)), privateKey: keys.privateKey };
}

/** A vector of the English model's size for every text, see `vectorOf`. */
export const embedText = (text: string): Float32Array => vectorOf(text, englishModel.dimensions);

/** A vector of its own for every text: the same text has cosine 1, others are close to orthogonal. */
export function vectorOf(text: string, dimensions: number): Float32Array {
  let state = 7;
  for (const character of text) state = (Math.imul(state, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return Float32Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

let publications = 0;

/** A study of polls with `texts` fragments each, under a name of its own, ready for `publish`. */
export async function publication({
  rounds = 1,
  texts = 20,
  epsilon = 4,
  releases = 1,
  retentionDays = 30 as number | null,
  prevalence = false,
} = {}): Promise<Publication> {
  const release = { releases, minimumReports: 50 };
  const poll = prevalence ? { poll: 'prevalence', mechanism: subsetSelection(2, epsilon) } : {};
  const made = await signStudy({
    study: { name: `study-${++publications}`, releases, retentionDays },
    round: (manifest) => ({ ...manifest, ...poll, release }) as RoundManifest,
    rounds: Array(rounds).fill('fragments'),
    fragments: Array.from({ length: texts }, (_, i) => `fragment ${i}`),
    epsilon,
  });
  return { study: { id: made.id, signed: made.signed }, rounds: made.rounds, batches: made.batches };
}
