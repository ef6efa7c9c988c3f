import type { z } from 'zod';
import { takesPart } from '../core/answering/candidates.ts';
import { decodeEmbeddings } from '../core/embedding/batch.ts';
import type { RoundId, Sha256 } from '../core/ids.ts';
import { canonicalBytes, sha256 } from '../core/protocol/canonical-json.ts';
import { problemSchema } from '../core/protocol/errors.ts';
import { type JoinLink, parseJoinLink } from '../core/protocol/join-link.ts';
import { roundLogSchema } from '../core/protocol/manifest.ts';
import { overviewSchema } from '../core/protocol/overview.ts';
import type { Report } from '../core/protocol/report.ts';
import { type RoundResults, roundResultsSchema } from '../core/protocol/results.ts';
import { verifySignature } from '../core/protocol/signed.ts';
import { languagesOf, type SignedStudy, signedStudySchema } from '../core/protocol/study.ts';
import { decodeTexts } from '../core/protocol/texts.ts';
import type { FetchedRound } from './simulated-volunteer.ts';

/**
 * The join link that a study's web page shows.
 *
 * @param origin of the study server
 * @throws {Error} when there is no such page or no link on it
 */
export async function readJoinLink(origin: string, studyName: string): Promise<JoinLink> {
  const page = (await get(origin, `/studies/${studyName}`)).toString('utf8');
  const link = /https?:\/\/[^\s"'<>]*\/join#study=[0-9a-f]{64}&(?:amp;|#38;)?key=[\w-]{43}/.exec(page)?.[0];
  if (link === undefined) throw new Error(`the page of the study "${studyName}" shows no join link`);
  return parseJoinLink(link.replace(/&(?:amp|#38);/, '&'));
}

/**
 * Fetches all rounds of a study with their batches and checks signatures and hashes as a device does.
 *
 * @throws {Error} when one of them is wrong
 */
export async function fetchRounds(link: JoinLink): Promise<FetchedRound[]> {
  const { server, study, publicKey } = link;
  const languages = languagesOf((await fetchStudy(link)).document);
  // Many volunteers have the same drafts.
  const known = new Map<string, boolean>();
  const draftTakesPart = ({ text }: { readonly text: string }): boolean => {
    const found = known.get(text) ?? takesPart(text, languages);
    known.set(text, found);
    return found;
  };
  const log = await getJson(server, `/v1/studies/${study}/rounds`, roundLogSchema);
  return Promise.all(
    log.rounds.map(async ({ signed }): Promise<FetchedRound> => {
      if (!(await verifySignature(signed, publicKey))) throw new Error('the signature of a round is wrong');
      const manifest = signed.document;
      const round = (await sha256(canonicalBytes(manifest))) as RoundId;
      const texts = decodeTexts(await getBatch(server, manifest.texts.sha256));
      if (manifest.kind === 'fragments') return { study, round, texts, manifest };
      const embeddings = decodeEmbeddings(await getBatch(server, manifest.embeddings.sha256));
      return { study, round, texts, manifest, embeddings, takesPart: draftTakesPart };
    }),
  );
}

/** The rounds of a study that take reports, by what the server says. */
export async function fetchOpenRounds({ server, study }: JoinLink): Promise<ReadonlySet<RoundId>> {
  const { studies } = await getJson(server, '/v1/studies', overviewSchema);
  const rounds = studies.find((found) => found.study === study)?.rounds ?? [];
  return new Set(rounds.filter(({ state }) => state === 'open').map(({ round }) => round));
}

/** What the server says about a round. */
export const fetchResults = (server: string, round: RoundId): Promise<RoundResults> =>
  getJson(server, `/v1/rounds/${round}/results`, roundResultsSchema);

/**
 * Closes a round before its time.
 *
 * @param token administrator token of the server
 */
export async function closeRound(server: string, round: RoundId, token: string): Promise<void> {
  const path = `/v1/rounds/${round}/close`;
  await answered(
    await fetch(`${server}${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } }),
    path,
  );
}

/** The signed document of a study; its signature is not checked. */
export const fetchStudy = ({ server, study }: JoinLink): Promise<SignedStudy> =>
  getJson(server, `/v1/studies/${study}`, signedStudySchema);

/**
 * Sends reports to the ordinary endpoint, at most `connections` at a time, over connections that are kept open.
 *
 * @throws {Error} when the server does not store one, or `signal` aborts
 */
export async function sendReports(
  server: string,
  reports: Iterable<Report>,
  { connections, onProgress, signal }: { connections: number; onProgress: (sent: number) => void; signal: AbortSignal },
): Promise<void> {
  const iterator = reports[Symbol.iterator]();
  const queue = { [Symbol.iterator]: () => iterator };
  let sent = 0;
  const sendOneAfterTheOther = async (): Promise<void> => {
    // All senders draw from the same iterator, so each report is sent by one of them.
    for (const report of queue) {
      signal.throwIfAborted();
      const path = '/v1/reports';
      const headers = { 'content-type': 'application/json' };
      await answered(await fetch(`${server}${path}`, { method: 'POST', headers, body: JSON.stringify(report) }), path);
      sent++;
      onProgress(sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, sendOneAfterTheOther));
}

/** The body of an answer; read to its end, because only then the connection is free again. */
async function answered(response: Response, path: string): Promise<Buffer> {
  const body = Buffer.from(await response.arrayBuffer());
  if (response.ok) return body;
  const problem = problemSchema.safeParse(parseJson(body));
  const reason = problem.success ? `${problem.data.title} ${problem.data.detail ?? ''}` : '';
  throw new Error(`the server answered ${path} with ${response.status}. ${reason}`.trimEnd());
}

const get = async (origin: string, path: string): Promise<Buffer> => answered(await fetch(`${origin}${path}`), path);

async function getJson<Schema extends z.ZodType>(
  origin: string,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  return schema.parse(JSON.parse((await get(origin, path)).toString('utf8')));
}

async function getBatch(origin: string, hash: Sha256): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(await get(origin, `/v1/batches/${hash}`));
  if ((await sha256(bytes)) !== hash) throw new Error('the content of a batch does not match its hash');
  return bytes;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
