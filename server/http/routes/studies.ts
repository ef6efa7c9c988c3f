import { z } from 'zod';
import { studyIdSchema } from '../../../core/ids.ts';
import { roundLogSchema } from '../../../core/protocol/manifest.ts';
import { overviewSchema, type StudyOverview } from '../../../core/protocol/overview.ts';
import { kindOf, signedStudySchema } from '../../../core/protocol/study.ts';
import type { StoredStudy } from '../../store/publication-store.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const params = z.object({ studyId: studyIdSchema });

/** `GET /v1/studies`, `GET /v1/studies/:studyId` and `GET /v1/studies/:studyId/rounds` */
export function registerStudyRoutes(app: App, { catalogue, lifecycle }: Services): void {
  const list = {
    operationId: 'listStudies',
    tags: ['results'],
    summary: 'All studies and their rounds, in short',
    description: 'What the first page of the server shows, for programs.',
    response: { 200: overviewSchema },
  };
  app.get('/v1/studies', { schema: list }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ studies: catalogue.studies().map(overview) }),
  );

  function overview({ id, signed: { document }, withdrawn, endedAt, rounds }: StoredStudy): StudyOverview {
    const { name, title, endsAt } = document;
    const isOver = endedAt !== undefined || catalogue.isOver(document);
    return {
      study: id,
      name,
      title,
      kind: kindOf(document),
      state: withdrawn ? 'withdrawn' : isOver ? 'ended' : 'running',
      endsAt,
      rounds: rounds.map((round) => ({
        round: round.id,
        title: round.signed.document.title,
        kind: round.signed.document.kind,
        state: catalogue.isClosed(round) ? 'closed' : 'open',
        opensAt: round.signed.document.opensAt,
        closesAt: round.signed.document.closesAt,
      })),
    };
  }

  const study = {
    operationId: 'readStudy',
    tags: ['devices'],
    summary: 'The signed study document',
    description: 'What volunteers consent to. Its hash is its id.',
    params,
    response: { 200: signedStudySchema, '4XX': problemResponse('No such study, or one that was withdrawn') },
  };
  app.get('/v1/studies/:studyId', { schema: study }, async (request, reply) => {
    const found = catalogue.study(request.params.studyId);
    if (!found) return sendProblem(reply, 'unknown-study');
    if (found.withdrawn) return sendProblem(reply, 'study-withdrawn');
    return reply.header('cache-control', 'no-store').send(found.signed);
  });

  const rounds = {
    operationId: 'readRounds',
    tags: ['devices'],
    summary: 'The log of signed rounds',
    description: 'All rounds, oldest first. Each names the one before it, so that nobody can show another history.',
    params,
    response: { 200: roundLogSchema, '4XX': problemResponse('No such study') },
  };
  app.get('/v1/studies/:studyId/rounds', { schema: rounds }, async (request, reply) => {
    const found = catalogue.study(request.params.studyId);
    if (!found) return sendProblem(reply, 'unknown-study');
    if (found.withdrawn) return sendProblem(reply, 'study-withdrawn');
    // Not waited for: a store that cannot close now is asked again.
    lifecycle.closeDue().catch(() => undefined);
    const log = found.rounds.map((round) => ({ signed: round.signed, closed: catalogue.isClosed(round) }));
    const correction = catalogue.correctionOf(found.id);
    const correctedBy = correction && { correctedBy: correction.id };
    return reply.header('cache-control', 'no-store').send({ rounds: log, ...correctedBy });
  });
}
