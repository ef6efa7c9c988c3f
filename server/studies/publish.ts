import { encodeEmbeddings } from '../../core/embedding/batch.ts';
import { type EmbeddingModel, modelNamed } from '../../core/embedding/model.ts';
import type { RoundId, StudyId } from '../../core/ids.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { type SignedRound, signedRoundSchema } from '../../core/protocol/manifest.ts';
import { sign } from '../../core/protocol/signed.ts';
import { signedStudySchema } from '../../core/protocol/study.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { Batch, Publication, PublicationStore } from '../store/publication-store.ts';
import type { Catalogue } from './catalogue.ts';
import { examine, type Publishable } from './publishable.ts';
import { roundManifest } from './round-manifest.ts';
import { copySigningKey, loadSigningKey, makeSigningKey } from './signing-key.ts';
import { utcTime } from './study-document.ts';
import { readStudyFolder } from './study-folder.ts';
import { StudyFolderError } from './study-problem.ts';

export interface SigningOptions {
  /** The studies' private keys. */
  readonly keys: KeyStore;
  /** Vectors of texts by a model, in order; called only for candidate rounds that are new, round by round. */
  readonly embed: (texts: readonly string[], model: EmbeddingModel) => Promise<readonly ArrayLike<number>[]>;
  readonly now: () => number;
}

export interface PublishOptions extends SigningOptions {
  readonly store: PublicationStore;
  readonly catalogue: Catalogue;
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
  const publishable = await examine(folder, catalogue, now());
  const { existing, first } = publishable;
  if (existing && first === folder.rounds.length) return { study: existing.id, newRounds: 0 };
  const publication = await signPublication(publishable, options);
  await store.publish(publication);
  await keys.keep(folder.study.name);
  await catalogue.reload();
  return { study: publication.study.id, newRounds: publication.rounds.length };
}

/** Embeds and signs what is new in a study folder. Nothing of it is published yet. */
export async function signPublication(
  { folder, existing, corrected, first, texts, document: unsigned }: Publishable,
  { keys, embed, now }: SigningOptions,
): Promise<Publication> {
  const { name } = folder.study;
  // A correction has the key of the study that it corrects: volunteers trust that one.
  if (corrected && !existing) await copySigningKey(keys, corrected.signed.document.name, name);
  const key = existing
    ? await loadSigningKey(keys, name, existing.signed.document.publicKey)
    : await makeSigningKey(keys, name);
  if (corrected && key.publicKey !== corrected.signed.document.publicKey) {
    const message = `this key is left from an attempt to publish "${name}" as a study of its own, and a correction needs the key of "${corrected.signed.document.name}"; take another name`;
    throw new StudyFolderError([{ file: keys.place(name), message }]);
  }
  const document = { ...unsigned, publicKey: key.publicKey };
  const study = existing?.id ?? ((await sha256(canonicalBytes(document))) as StudyId);
  const signed = existing?.signed ?? signedStudySchema.parse(await sign(document, key.privateKey));
  const batches: Batch[] = texts.slice(first);
  const model = modelNamed(document.model);
  const rounds: { id: RoundId; signed: SignedRound }[] = [];
  const opensAt = utcTime(now());
  for (const [sequence, entry] of folder.rounds.entries()) {
    if (sequence < first) continue;
    const embeddings =
      entry.kind === 'candidates' && model
        ? await embeddingsBatch(entry.list, (texts) => embed(texts, model))
        : undefined;
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
  return { study: { id: study, signed }, rounds, batches };
}

async function embeddingsBatch(
  list: readonly string[],
  embed: (texts: readonly string[]) => ReturnType<SigningOptions['embed']>,
) {
  const vectors = await embed(list);
  const bytes = encodeEmbeddings(vectors);
  const batch: Batch = { sha256: await sha256(bytes), mediaType: 'application/octet-stream', bytes };
  return { batch, reference: { sha256: batch.sha256, dimensions: vectors[0]?.length ?? 0 } };
}
