import { z } from 'zod';
import type { Run } from '../../automatic/automatic.ts';
import { type RunInShort, runSchema, startSchema } from '../../automatic/automatic-documents.ts';
import { RoundsDiffer } from '../../evolution/known-rounds.ts';
import { previewSchema } from '../../studies/preview-documents.ts';
import { guard, securityOf } from '../guard.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const forRunners = { tags: ['rounds'], security: securityOf('run') };
const params = z.object({ studyName: previewSchema.shape.name });

const starting = {
  ...forRunners,
  operationId: 'startAutomatic',
  summary: 'Lets the next rounds of a study follow by themselves',
  description:
    'From the pool with this hash, and from nothing else. Whoever starts it has approved every text of the pool: they are published ' +
    'without anybody reading them again.',
  params,
  body: startSchema,
  response: { 200: runSchema, '4XX': problemResponse('Not authorised, not ready, or one has not stopped yet') },
};
const reading = {
  tags: ['rounds'],
  security: securityOf('read'),
  operationId: 'readAutomatic',
  summary: 'The rounds that follow by themselves, and every step so far',
  description: 'Nothing that is not public at that moment.',
  params,
  response: { 200: runSchema, '4XX': problemResponse('Not authorised, or nothing was ever started') },
};
const changes = {
  pause: {
    summary: 'Pauses the rounds that follow by themselves',
    description: 'From the reply on none is closed or opened. A round that is open stays open until its time.',
  },
  resume: { summary: 'Lets the rounds follow by themselves again', description: 'What is due is done at once.' },
  stop: {
    summary: 'Ends the rounds that follow by themselves',
    description: 'And deletes the pool. A round that is open stays open until its time.',
  },
} as const;

/** `/v1/automatic/:studyName` and what is below it */
export function registerAutomaticRoutes(app: App, { automatic, access, catalogue }: Services): void {
  const needs = guard(access, catalogue);
  const [reader, runner] = (['read', 'run'] as const).map((need) => ({ onRequest: needs(need) }));
  const kept = { 'cache-control': 'no-store' } as const;

  app.post('/v1/automatic/:studyName/start', { schema: starting, ...runner }, async ({ params, body }, reply) => {
    const { sha256, settings } = body;
    const started = await automatic.start({ name: params.studyName, sha256 }, settings).catch((error) => {
      if (error instanceof RoundsDiffer) return error;
      throw error;
    });
    if (started instanceof Error) return sendProblem(reply, 'unfit-study', started.message);
    if (started === 'changed') return sendProblem(reply, 'pool-changed');
    if (started === 'unembedded') return sendProblem(reply, 'texts-not-embedded');
    if (started === 'active') return sendProblem(reply, 'run-active');
    const run = await automatic.named(params.studyName);
    return run ? reply.headers(kept).send(inShort(run)) : sendProblem(reply, 'unknown-run');
  });

  app.get('/v1/automatic/:studyName', { schema: reading, ...reader }, async ({ params }, reply) => {
    const run = await automatic.named(params.studyName);
    return run ? reply.headers(kept).send(inShort(run)) : sendProblem(reply, 'unknown-run');
  });

  for (const change of ['pause', 'resume', 'stop'] as const) {
    const schema = {
      ...forRunners,
      operationId: `${change}Automatic`,
      ...changes[change],
      params,
      response: { 200: runSchema, '4XX': problemResponse('Not authorised, or it is in another state') },
    };
    app.post(`/v1/automatic/:studyName/${change}`, { schema, ...runner }, async ({ params }, reply) => {
      const isChanged = await automatic[change](params.studyName);
      const run = await automatic.named(params.studyName);
      if (!run) return sendProblem(reply, 'unknown-run');
      if (!isChanged) return sendProblem(reply, 'run-in-other-state', `it is ${run.state.phase}`);
      return reply.headers(kept).send(inShort(run));
    });
  }

  function inShort({ name, state, steps }: Run): RunInShort {
    // Its rounds follow those that a person had opened when it began.
    const numbers = steps.flatMap(({ step }) => (step.kind === 'opened' ? [step.round] : []));
    const first = numbers.length - state.opened.length;
    return {
      name,
      phase: state.phase,
      pool: state.pool,
      settings: state.settings,
      next: state.next.do,
      opened: state.opened.map((entry, i) => ({ round: numbers[first + i] ?? i + 1, entry })),
      steps: steps.map(({ number, at, step }) => ({ number, at: new Date(at).toISOString(), step })),
    };
  }
}
