import { encodeEmbeddings } from '../../core/embedding/batch.ts';
import type { RoundId, StudyId } from '../../core/ids.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { type SignedRound, signedRoundSchema } from '../../core/protocol/manifest.ts';
import { sign } from '../../core/protocol/signed.ts';
import { signedStudySchema } from '../../core/protocol/study.ts';
import { encodeTexts } from '../../core/protocol/texts.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { Batch, PublicationStore, StoredStudy } from '../store/publication-store.ts';
import type { Catalogue } from './catalogue.ts';
import { newRoundProblems, publishedChanges } from './published-changes.ts';
import { roundManifest } from './round-manifest.ts';
import { copySigningKey, loadSigningKey, makeSigningKey } from './signing-key.ts';
import { sameDocument, studyDocument, utcTime } from './study-document.ts';
import { readStudyFolder, type StudyFolder } from './study-folder.ts';
import { StudyFolderError } from './study-problem.ts';

export interface PublishOptions {
  readonly store: PublicationStore;
  readonly catalogue: Catalogue;
  /** The studies' private keys. */
  readonly keys: KeyStore;
  /** Vectors of texts, in order; called only for candidate rounds that are new. */
  readonly embed: (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>;
  readonly now: () => number;
}

/** What came of a publication. */
export interface Published {
  readonly study: StudyId;
  readonly newRounds: number;
}

/**
 * Publishes a study folder: the study when its name is new, and the rounds at the end of its list that are new.
 * Publishing the same folder again changes nothing.
 *
 * @throws {StudyFolderError} when the folder is malformed, or would change what is published
 * @throws {StorageUnavailable}
 */
export async function publishFolder(path: string, options: PublishOptions): Promise<Published> {
  const { store, catalogue, keys, now } = options;
  const folder = await readStudyFolder(path);
  const { name } = folder.study;
  const existing = catalogue.studyNamed(name);
  const corrected = correctedStudy(folder, catalogue, existing);
  const corrects = corrected ? { study: corrected.id, keySignature: null } : null;
  // A correction has the key of the study that it corrects: volunteers trust that one.
  if (corrected && !existing) await copySigningKey(keys, corrected.signed.document.name, name);
  const document = existing
    ? sameDocument(folder, existing.signed.document, corrects)
    : studyDocument(folder, (await makeSigningKey(keys, name)).publicKey, corrects);
  const texts = await Promise.all(folder.rounds.map(({ list }) => textsBatch(list)));
  const first = existing?.rounds.length ?? 0;
  const problems = existing ? publishedChanges(existing, document, folder, texts) : [];
  problems.push(...newRoundProblems(folder, document, first, now()));
  const ended = existing?.withdrawn || existing?.endedAt !== undefined;
  if (ended && first < folder.rounds.length) {
    problems.push(folder.problemAt(['rounds'], 'this study has ended, and takes no further round'));
  }
  if (problems.length > 0) throw new StudyFolderError(problems);
  if (existing && first === folder.rounds.length) return { study: existing.id, newRounds: 0 };

  const key = await loadSigningKey(keys, name, document.publicKey);
  const study = existing?.id ?? ((await sha256(canonicalBytes(document))) as StudyId);
  const signed = existing?.signed ?? signedStudySchema.parse(await sign(document, key.privateKey));
  const batches: Batch[] = texts.slice(first);
  const rounds: { id: RoundId; signed: SignedRound }[] = [];
  const opensAt = utcTime(now());
  for (const [sequence, entry] of folder.rounds.entries()) {
    if (sequence < first) continue;
    const embeddings = entry.kind === 'candidates' ? await embeddingsBatch(entry.list, options.embed) : undefined;
    if (embeddings) batches.push(embeddings.batch);
    const placement = {
      study,
      sequence,
      previous: rounds.at(-1)?.id ?? existing?.rounds.at(-1)?.id ?? null,
      opensAt,
      closesAt: utcTime(entry.closesAt ?? folder.study.endsAt),
      texts: { sha256: (texts[sequence] as Batch).sha256, count: entry.list.length },
      embeddings: embeddings?.reference,
    };
    const manifest = roundManifest(entry, placement, document);
    const id = (await sha256(canonicalBytes(manifest))) as RoundId;
    rounds.push({ id, signed: signedRoundSchema.parse(await sign(manifest, key.privateKey)) });
  }
  await store.publish({ study: { id: study, signed }, rounds, batches });
  await keys.keep(name);
  await catalogue.reload();
  return { study, newRounds: rounds.length };
}

/** The published study that a folder corrects; undefined when it corrects none. */
function correctedStudy(
  { study, problemAt }: StudyFolder,
  catalogue: Catalogue,
  existing: StoredStudy | undefined,
): StoredStudy | undefined {
  if (study.corrects === null) return undefined;
  const refuse = (message: string) => new StudyFolderError([problemAt(['corrects'], message)]);
  const corrected = catalogue.studyNamed(study.corrects);
  if (!corrected || corrected.id === existing?.id) {
    throw refuse('expected the name of another study that this server has published');
  }
  const other = catalogue.correctionOf(corrected.id);
  if (other && other.id !== existing?.id) {
    throw refuse(`"${other.signed.document.name}" corrects that study already; correct that one`);
  }
  return corrected;
}

async function textsBatch(list: readonly string[]): Promise<Batch> {
  const bytes = encodeTexts(list);
  return { sha256: await sha256(bytes), mediaType: 'application/json', bytes };
}

async function embeddingsBatch(list: readonly string[], embed: PublishOptions['embed']) {
  const vectors = await embed(list);
  const bytes = encodeEmbeddings(vectors);
  const batch: Batch = { sha256: await sha256(bytes), mediaType: 'application/octet-stream', bytes };
  return { batch, reference: { sha256: batch.sha256, dimensions: vectors[0]?.length ?? 0 } };
}
