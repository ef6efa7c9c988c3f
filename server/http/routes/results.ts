import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { roundIdSchema, studyIdSchema } from '../../../core/ids.ts';
import { bundleSchema } from '../../../core/protocol/bundle.ts';
import { roundResultsSchema } from '../../../core/protocol/results.ts';
import { makeBundle } from '../../results/bundle.ts';
import { type ResultRow, resultRows, toCsv, toJsonLines, toParquet } from '../../results/result-rows.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const params = z.object({ roundId: roundIdSchema });
const reading = {
  operationId: 'readResults',
  tags: ['results'],
  summary: 'Results of a round',
  description: 'A coarse total while the round is open, and the estimates of its last release.',
  params,
  response: { 200: roundResultsSchema, '4XX': problemResponse('No such round') },
};

/** Results as files: name of the format, media type, and how lines become bytes. */
const formats = {
  csv: { type: 'text/csv; charset=utf-8; header=present', write: toCsv },
  jsonl: { type: 'application/jsonl; charset=utf-8', write: toJsonLines },
  parquet: { type: 'application/vnd.apache.parquet', write: toParquet },
} satisfies Record<string, { type: string; write: (rows: readonly ResultRow[]) => string | Uint8Array }>;

const fileSchema = (format: keyof typeof formats) => ({
  operationId: `readResultsAs${format[0]?.toUpperCase()}${format.slice(1)}`,
  tags: ['results'],
  summary: `Results of a round as ${format}`,
  description: 'One line for each text, and one for "none". There are no lines before the first release.',
  params,
  response: {
    200: { description: 'The file', content: { [formats[format].type.split(';')[0] as string]: { schema: z.any() } } },
    '4XX': problemResponse('No such round'),
  },
});

const bundling = {
  operationId: 'readBundle',
  tags: ['results'],
  summary: 'Everything to compute the results of a study again',
  description: 'Signed documents, texts, and the counts of every release so far. No vote.',
  params: z.object({ studyId: studyIdSchema }),
  response: { 200: bundleSchema, '4XX': problemResponse('No such study') },
};

const notKept = (reply: FastifyReply): FastifyReply => reply.header('cache-control', 'no-store');

/** `GET /v1/rounds/:roundId/results`, the same as a file, and `GET /v1/studies/:studyId/bundle` */
export function registerResultsRoutes(app: App, { store, catalogue, results }: Services): void {
  app.get('/v1/rounds/:roundId/results', { schema: reading }, async (request, reply) => {
    const found = await results.of(request.params.roundId);
    if (!found) return sendProblem(reply, 'unknown-round');
    return notKept(reply).send(found);
  });

  for (const format of ['csv', 'jsonl', 'parquet'] as const) {
    const { type, write } = formats[format];
    app.get(`/v1/rounds/:roundId/results.${format}`, { schema: fileSchema(format) }, async (request, reply) => {
      const found = await results.of(request.params.roundId);
      if (!found) return sendProblem(reply, 'unknown-round');
      return notKept(reply)
        .type(type)
        .send(Buffer.from(write(resultRows(found))));
    });
  }

  app.get('/v1/studies/:studyId/bundle', { schema: bundling }, async (request, reply) => {
    const study = catalogue.study(request.params.studyId);
    if (!study) return sendProblem(reply, 'unknown-study');
    // What is due is released first, as on the results page.
    for (const { id } of study.rounds) await results.of(id);
    return notKept(reply).send(await makeBundle(study, store, catalogue));
  });
}
