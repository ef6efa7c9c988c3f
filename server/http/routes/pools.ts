import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { approvedPoolSchema } from '../../automatic/approved-pool.ts';
import {
  poolSchema,
  proposalRequestSchema,
  proposalSchema,
  seenPoolSchema,
  wholePoolSchema,
} from '../../automatic/automatic-documents.ts';
import type { Pool, PoolProposal } from '../../automatic/pools.ts';
import { TooFewTexts } from '../../evolution/fit-task.ts';
import { RoundsDiffer } from '../../evolution/known-rounds.ts';
import { NoTemplate } from '../../evolution/next-round.ts';
import { embeddedSchema, previewSchema } from '../../studies/preview-documents.ts';
import { formatProblem } from '../../studies/study-problem.ts';
import { longestWrittenStudyBytes } from '../../studies/written-study.ts';
import { guard, securityOf } from '../guard.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const forReaders = { tags: ['rounds'], security: securityOf('read') };
const forRunners = { tags: ['rounds'], security: securityOf('run') };
const params = z.object({ studyName: previewSchema.shape.name });

const putting = {
  ...forRunners,
  operationId: 'putPool',
  summary: 'Keeps the pool of an open study',
  description:
    'The study file with its open rounds, and the texts that later rounds may be made of. Texts that are private stay with the ' +
    'researcher. It takes the place of an earlier pool, publishes nothing, and is deleted when the study ends.',
  params,
  body: approvedPoolSchema,
  response: { 200: poolSchema, '4XX': problemResponse('Not authorised, not fit, or a run uses the earlier one') },
};
const reading = {
  ...forReaders,
  operationId: 'readPool',
  summary: 'A pool with all its texts',
  description: 'What a person approves by its hash.',
  params,
  response: { 200: wholePoolSchema, '4XX': problemResponse('Not authorised, or no such pool') },
};
const discarding = {
  ...forRunners,
  operationId: 'discardPool',
  summary: 'Throws a pool away',
  description: 'With its embeddings.',
  params,
  response: {
    200: z.strictObject({ status: z.literal('discarded') }),
    '4XX': problemResponse('Not authorised, no such pool, or a run uses it'),
  },
};
const embedding = {
  ...forRunners,
  operationId: 'embedPool',
  summary: 'Embeds the next texts of a pool',
  description: 'About a second of work. Repeat it until "embedded" is "of".',
  params,
  body: seenPoolSchema,
  response: { 200: embeddedSchema, '4XX': problemResponse('Not authorised, or another pool by now') },
};
const proposing = {
  ...forRunners,
  operationId: 'proposeRound',
  summary: 'Proposes the next round from all closed ones',
  description:
    'As donor next does, from closed rounds with a release and nothing else. It publishes nothing. It takes seconds, for a large pool ' +
    'a minute; one is computed at a time, others get 429. Ending the request ends the work.',
  params,
  body: proposalRequestSchema,
  response: { 200: proposalSchema, '4XX': problemResponse('Not authorised, not ready, or another one is computed') },
};

/** `/v1/pools/:studyName` and what is below it */
export function registerPoolRoutes(app: App, { pools, automatic, access, catalogue }: Services): void {
  let isProposing = false;
  const needs = guard(access, catalogue);
  const [reader, runner] = (['read', 'run'] as const).map((need) => ({ onRequest: needs(need) }));
  const kept = { 'cache-control': 'no-store' } as const;

  const large = { ...runner, bodyLimit: longestWrittenStudyBytes };
  app.put('/v1/pools/:studyName', { schema: putting, ...large }, async ({ params, body }, reply) => {
    if (body.written.study.name !== params.studyName) {
      return sendProblem(reply, 'malformed-request', 'written.study.name: expected the name in the address');
    }
    if (await automatic.isActive(params.studyName)) return sendProblem(reply, 'run-active');
    return reply.headers(kept).send(inShort(await pools.put(body)));
  });

  app.get('/v1/pools/:studyName', { schema: reading, ...reader }, async ({ params }, reply) => {
    const found = await pools.named(params.studyName);
    if (!found) return sendProblem(reply, 'unknown-pool');
    return reply.headers(kept).send({ ...inShort(found), approved: found.approved });
  });

  app.delete('/v1/pools/:studyName', { schema: discarding, ...runner }, async ({ params }, reply) => {
    if (await automatic.isActive(params.studyName)) return sendProblem(reply, 'run-active');
    if (!(await pools.discard(params.studyName))) return sendProblem(reply, 'unknown-pool');
    return reply.headers(kept).send({ status: 'discarded' as const });
  });

  app.post('/v1/pools/:studyName/embed', { schema: embedding, ...runner }, async ({ params, body }, reply) => {
    const embedded = await pools.embed({ name: params.studyName, ...body });
    return embedded ? reply.headers(kept).send(embedded) : sendProblem(reply, 'pool-changed');
  });

  app.post('/v1/pools/:studyName/proposal', { schema: proposing, ...runner }, async ({ params, body }, reply) => {
    if (isProposing) return sendProblem(reply, 'too-many-requests', 'another proposal is being computed');
    isProposing = true;
    const { sha256, ...choice } = body;
    const signal = whileAsked(reply);
    const proposed = await pools
      .propose({ name: params.studyName, sha256 }, { ...choice, signal })
      .catch((error) => {
        if (signal.aborted) return 'left' as const;
        if ([RoundsDiffer, TooFewTexts, NoTemplate].some((kind) => error instanceof kind)) return error as Error;
        throw error;
      })
      .finally(() => {
        isProposing = false;
      });
    // Nobody is there to be answered.
    if (proposed === 'left') return reply.hijack();
    if (proposed instanceof Error) return sendProblem(reply, 'unfit-study', proposed.message);
    if (proposed === 'changed') return sendProblem(reply, 'pool-changed');
    if (proposed === 'unembedded') return sendProblem(reply, 'texts-not-embedded');
    if (proposed === 'round-open') return sendProblem(reply, 'round-open');
    return reply.headers(kept).send(described(params.studyName, proposed));
  });
}

/** Aborts when whoever asks has gone. */
function whileAsked({ raw }: FastifyReply): AbortSignal {
  const asking = new AbortController();
  raw.once('close', () => asking.abort(new Error('nobody waits for it any more')));
  return asking.signal;
}

const inShort = ({ stored, approved }: Pool): z.infer<typeof poolSchema> => ({
  name: stored.name,
  sha256: stored.sha256,
  madeAt: new Date(stored.madeAt).toISOString(),
  texts: approved.texts.length,
});

function described(
  study: string,
  { texts, so, fit, proposal }: Exclude<PoolProposal, string>,
): z.infer<typeof proposalSchema> {
  const { round, candidates, map, problems, stop } = proposal;
  return {
    study,
    round: round.number,
    learnedFrom: so.known.map(({ number, evidence }) => ({ round: number, reports: evidence.reports })),
    leftOut: [...so.leftOut],
    pool: { texts: texts.length, different: fit.kept.length },
    elsewhere: fit.elsewhere,
    moved: fit.moved,
    stop: stop ?? null,
    cohorts: round.cohorts ? [...round.cohorts] : null,
    problems: problems.map(formatProblem),
    entry: round.entry,
    candidates: candidates.map((each) => ({ ...each, before: [...each.before] })),
    map: [...map],
  };
}
