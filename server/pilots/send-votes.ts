import type { RoundId, StudyId } from '../../core/ids.ts';
import { encodeBase64Url } from '../../core/protocol/base64url.ts';
import { nonceBytes, type Report, reportSchema } from '../../core/protocol/report.ts';
import { verifySignature } from '../../core/protocol/signed.ts';
import { kindOf } from '../../core/protocol/study.ts';
import type { FleetVotes } from '../../fleet/fleet-votes.ts';
import type { FetchedRound } from '../../fleet/simulated-volunteer.ts';
import { fetchOpenRounds, fetchRounds, fetchStudy, readJoinLink, sendReports } from '../../fleet/study-client.ts';
import { secureRandom } from '../secure-random.ts';
import { mechanismFor } from '../studies/questions.ts';
import type { StudyFolder } from '../studies/study-folder.ts';
import { StudyFolderError } from '../studies/study-problem.ts';

/** A study on a server that takes simulated votes, and its rounds. */
export interface Recipient {
  readonly origin: string;
  readonly study: StudyId;
  readonly rounds: readonly FetchedRound[];
  /** Those that take reports. */
  readonly open: ReadonlySet<RoundId>;
}

const connections = 16;

/**
 * Finds the study of a folder on a server and makes sure that nobody's real votes are mixed with simulated ones.
 *
 * @throws {StudyFolderError} unless folder and server both say that the study is a pilot or a demo, and ask the same
 * @throws {Error} when the server cannot be reached, or what it says is not signed
 */
export async function recipientOf({ study, rounds, problemAt }: StudyFolder, origin: string): Promise<Recipient> {
  const refuse = (path: readonly PropertyKey[], message: string) => new StudyFolderError([problemAt(path, message)]);
  const real = 'simulated votes are never sent to a real study; expected the kind "pilot" or "demo"';
  if (study.kind === 'real') throw refuse(['kind'], real);
  const link = { ...(await readJoinLink(origin, study.name)), server: origin };
  const signed = await fetchStudy(link);
  if (!(await verifySignature(signed, link.publicKey))) throw new Error('the signature of the study is wrong');
  // The server's word counts: the folder may have been changed since it was published.
  if (kindOf(signed.document) === 'real') throw refuse(['kind'], `on the server this study is a real one; ${real}`);
  const fetched = await fetchRounds(link);
  rounds.forEach((round, i) => {
    const published = fetched[i];
    const isSame =
      published !== undefined &&
      JSON.stringify(published.texts) === JSON.stringify(round.list) &&
      JSON.stringify(published.manifest.mechanism) === JSON.stringify(mechanismFor(round, round.list.length));
    if (!isSame)
      throw refuse(['rounds', i], `the server asks something else in round ${i + 1}; publish this folder first`);
  });
  const open = await fetchOpenRounds(link);
  if (!fetched.some(({ round }) => open.has(round))) {
    throw refuse(['rounds'], 'no round of this study is open on the server, so no vote can be sent');
  }
  return { origin, study: link.study, rounds: fetched, open };
}

/**
 * Sends the votes of a simulation to the ordinary endpoint of reports, each with random bytes of its own. Rounds that
 * are closed get none.
 *
 * @param votes of each round
 * @returns how many reports were sent
 */
export async function sendVotes(
  { origin, rounds, open }: Recipient,
  votes: readonly FleetVotes[],
  { onProgress, signal }: { readonly onProgress: (sent: number, of: number) => void; readonly signal: AbortSignal },
): Promise<number> {
  const sending = votes.flatMap((each, i) => {
    const { round } = rounds[i] as FetchedRound;
    return open.has(round) ? [{ ...each, round }] : [];
  });
  const all = sending.reduce((sum, { reports }) => sum + reports, 0);
  await sendReports(origin, reportsOf(sending), {
    connections,
    onProgress: (sent) => onProgress(sent, all),
    signal,
  });
  return all;
}

function* reportsOf(sending: readonly (FleetVotes & { readonly round: RoundId })[]): Generator<Report> {
  const random = secureRandom();
  for (const { round, reports, votes: bytes } of sending) {
    const length = bytes.length / reports;
    for (let vote = 0; vote < reports; vote++) {
      yield reportSchema.parse({
        round,
        vote: encodeBase64Url(bytes.subarray(vote * length, (vote + 1) * length)),
        nonce: encodeBase64Url(random(nonceBytes)),
      });
    }
  }
}
