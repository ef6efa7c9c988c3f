import type { RoundId } from '../../../core/ids.ts';
import { problem } from '../../../core/protocol/errors.ts';
import { formatJoinLink } from '../../../core/protocol/join-link.ts';
import type { SignedRound } from '../../../core/protocol/manifest.ts';
import { type SignedStudyChoices, signStudy } from '../../../harness/signed-study.ts';
import type { RoundKind } from '../../../harness/study-folder.ts';

export { embedText, type SignedStudyChoices as WorldChoices, vectorOf } from '../../../harness/signed-study.ts';

export const server = 'https://study.example';
export const startOfTime = Date.UTC(2030, 0, 1);
export const candidates = ['a picnic at the lake', 'a meeting about the budget', 'a cake for the birthday'];
export const fragments = ['picnic at the lake', 'dinosaur in a cowboy hat'];

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly init: RequestInit;
}

/** A signed study, and a `fetch` that serves it as the study server does. */
export async function studyWorld(choices: SignedStudyChoices = {}) {
  const made = await signStudy({ candidates, fragments, ...choices });
  const rounds: { signed: SignedRound; closed: boolean }[] = [];
  const roundIds: RoundId[] = [];
  const showNewRounds = () => {
    for (const { id, signed } of made.rounds.slice(rounds.length)) {
      rounds.push({ signed, closed: false });
      roundIds.push(id);
    }
  };
  showNewRounds();

  const requests: SentRequest[] = [];
  const world = {
    study: made.id,
    signed: made.signed,
    publicKey: made.publicKey,
    privateKey: made.privateKey,
    link: formatJoinLink({ server, study: made.id, publicKey: made.publicKey }),
    /** What the server shows as the study's log. */
    rounds,
    roundIds,
    async addRound(kind: RoundKind) {
      const id = await made.addRound(kind);
      showNewRounds();
      return id;
    },
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
    if (path === `/v1/studies/${made.id}`) return Response.json(world.signed);
    if (path === `/v1/studies/${made.id}/rounds`) return Response.json({ rounds });
    const batch = made.batches.find(({ sha256 }) => path === `/v1/batches/${sha256}`);
    if (batch) return new Response(batch.bytes);
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
