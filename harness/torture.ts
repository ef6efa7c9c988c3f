import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { RandomBytes } from '../core/privacy/random-integers.ts';
import { uniformBelow } from '../core/privacy/random-integers.ts';
import { encodeVote } from '../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../core/protocol/base64url.ts';
import type { Report } from '../core/protocol/report.ts';
import type { PublishedRound } from './study-server.ts';
import { type Engine, startTortured } from './tortured-servers.ts';

const connections = 32;
/** Longest wait before a kill, and the rate of reports, make it fall into commits, between them and into starts. */
const longestWaitMs = 400;

export interface Torture {
  /** How often the server was killed. */
  readonly kills: number;
  /** Different reports that were acknowledged. */
  readonly acknowledged: number;
  /** Reports in the store, counted anew from the votes, and by its counter. */
  readonly stored: { readonly recounted: number; readonly counted: number };
  /** After which kills fewer reports were stored than had been acknowledged. */
  readonly losses: readonly string[];
}

/**
 * Kills study servers again and again while clients send reports, each as often as it takes until it is acknowledged,
 * as devices do. Of several processes a client asks any, and any again the next time.
 *
 * @param kills how often
 * @param random where the moments and the votes come from
 * @param onKill told after each kill how many reports are stored
 */
export async function torture(
  engine: Engine,
  kills: number,
  random: RandomBytes,
  onKill: (kill: number, stored: number) => void = () => {},
): Promise<Torture> {
  const servers = await startTortured(engine);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  try {
    const { round, origins } = servers;
    const losses: string[] = [];
    let acknowledged = 0;
    let ending = false;
    const anyOrigin = () => origins[uniformBelow(origins.length, random)] as string;
    const client = async (): Promise<void> => {
      while (!ending) {
        const report = newReport(round, random);
        // A report that was begun is sent until it is acknowledged, also after the last kill.
        while ((await post(anyOrigin(), report, agent)) !== 202) await pause(5);
        acknowledged++;
      }
    };
    const clients = Array.from({ length: connections }, client);
    for (let kill = 1; kill <= kills; kill++) {
      await pause(uniformBelow(longestWaitMs, random));
      const before = acknowledged;
      await servers.kill(kill);
      const { recounted, counted } = await servers.stored();
      if (recounted < before || recounted !== counted) {
        losses.push(`kill ${kill}: ${before} acknowledged, ${recounted} votes, counter at ${counted}`);
      }
      onKill(kill, recounted);
      await servers.revive();
    }
    ending = true;
    await Promise.all(clients);
    return { kills, acknowledged, stored: await servers.stored(), losses };
  } finally {
    agent.destroy();
    await servers.close();
  }
}

function newReport({ id, manifest: { mechanism } }: PublishedRound, random: RandomBytes): Report {
  const vote = encodeVote([uniformBelow(mechanism.domainSize, random)], mechanism);
  return { round: id, vote: encodeBase64Url(vote), nonce: encodeBase64Url(random(16)) };
}

/** Status of the reply; undefined when there was none. */
const post = (origin: string, report: Report, agent: Agent): Promise<number | undefined> =>
  new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const call = request(`${origin}/v1/reports`, { agent, method: 'POST', headers });
    call.on('response', (reply) => {
      reply.resume();
      reply.on('end', () => resolve(reply.statusCode));
      reply.on('error', () => resolve(undefined));
    });
    call.on('error', () => resolve(undefined));
    call.end(JSON.stringify(report));
  });
