import { z } from 'zod';
import { previewPath } from '../../../core/protocol/join-link.ts';
import { study2Schema } from '../../../core/protocol/study.ts';
import {
  embeddedSchema,
  openedSchema,
  type PreviewInShort,
  previewListSchema,
  previewSchema,
  seenPreviewSchema,
  wholePreviewSchema,
} from '../../studies/preview-documents.ts';
import type { Preview } from '../../studies/previews.ts';
import { longestWrittenStudyBytes, writtenStudySchema } from '../../studies/written-study.ts';
import { guard, securityOf } from '../guard.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const forAdministrators = { tags: ['previews'], security: securityOf('administrator') };
const forReaders = { tags: ['previews'], security: securityOf('read') };
const forRunners = { tags: ['previews'], security: securityOf('run') };
const params = z.object({ studyName: study2Schema.shape.name });

const putting = {
  ...forRunners,
  operationId: 'putPreview',
  summary: 'Keeps a preview of a study',
  description:
    'A study that is new, or one that is open with rounds at the end of its list. It takes the place of an earlier preview ' +
    'of that name. Nothing is signed, and no device is told.',
  params,
  body: writtenStudySchema,
  response: { 200: previewSchema, '4XX': problemResponse('Not authorised, or it could not be opened as it is') },
};
const listing = {
  ...forAdministrators,
  operationId: 'listPreviews',
  summary: 'All previews, in short',
  description: 'With the paths of their pages, which stand nowhere else.',
  response: { 200: previewListSchema, '4XX': problemResponse('Not authorised') },
};
const reading = {
  ...forReaders,
  operationId: 'readPreview',
  summary: 'A preview with all that was written',
  description: 'And with what has come up since that keeps it from being opened.',
  params,
  response: { 200: wholePreviewSchema, '4XX': problemResponse('Not authorised, or no such preview') },
};
const discarding = {
  ...forRunners,
  operationId: 'discardPreview',
  summary: 'Throws a preview away',
  description: 'With its pages and vectors. A study that is open stays as it is.',
  params,
  response: {
    200: z.strictObject({ status: z.literal('discarded') }),
    '4XX': problemResponse('Not authorised, or no such preview'),
  },
};
const embedding = {
  ...forRunners,
  operationId: 'embedPreview',
  summary: 'Embeds the next texts of a preview',
  description: 'About a second of work. Repeat it until "embedded" is "of"; then the preview can be opened.',
  params,
  body: seenPreviewSchema,
  response: { 200: embeddedSchema, '4XX': problemResponse('Not authorised, or another preview by now') },
};
const opening = {
  ...forRunners,
  operationId: 'openPreview',
  summary: 'Opens a preview for good',
  description: 'Signs and publishes all of it or nothing. From then on it never changes.',
  params,
  body: seenPreviewSchema,
  response: { 200: openedSchema, '4XX': problemResponse('Not authorised, another preview by now, or not ready') },
};

/** `/v1/previews` and what is below it */
export function registerPreviewRoutes(app: App, { previews, access, catalogue }: Services): void {
  // Before the body is read: nobody else may send so large a one.
  const needs = guard(access, catalogue);
  const [administrator, reader, runner] = (['administrator', 'read', 'run'] as const).map((need) => ({
    onRequest: needs(need),
  }));
  const kept = { 'cache-control': 'no-store' } as const;

  const large = { ...runner, bodyLimit: longestWrittenStudyBytes };
  app.put('/v1/previews/:studyName', { schema: putting, ...large }, async ({ params, body }, reply) => {
    if (body.study.name !== params.studyName) {
      return sendProblem(reply, 'malformed-request', 'study.name: expected the name in the address');
    }
    return reply.headers(kept).send(inShort(await previews.put(body)));
  });

  app.get('/v1/previews', { schema: listing, ...administrator }, async (_request, reply) => {
    const names = (await previews.all()).map(({ name }) => name);
    const found = await Promise.all(names.map((name) => previews.named(name)));
    return reply.headers(kept).send({ previews: found.flatMap((preview) => (preview ? [inShort(preview)] : [])) });
  });

  app.get('/v1/previews/:studyName', { schema: reading, ...reader }, async ({ params }, reply) => {
    const found = await previews.named(params.studyName);
    if (!found) return sendProblem(reply, 'unknown-preview');
    const { written, problems } = found;
    return reply.headers(kept).send({ ...inShort(found), written, problems: [...problems] });
  });

  app.delete('/v1/previews/:studyName', { schema: discarding, ...runner }, async ({ params }, reply) => {
    if (!(await previews.discard(params.studyName))) return sendProblem(reply, 'unknown-preview');
    return reply.headers(kept).send({ status: 'discarded' as const });
  });

  app.post('/v1/previews/:studyName/embed', { schema: embedding, ...runner }, async ({ params, body }, reply) => {
    const embedded = await previews.embed({ name: params.studyName, ...body });
    return embedded ? reply.headers(kept).send(embedded) : sendProblem(reply, 'preview-changed');
  });

  app.post('/v1/previews/:studyName/open', { schema: opening, ...runner }, async ({ params, body }, reply) => {
    const name = params.studyName;
    const opened = await previews.open({ name, ...body });
    if (opened === 'changed') return sendProblem(reply, 'preview-changed');
    if (opened === 'unembedded') return sendProblem(reply, 'texts-not-embedded');
    return reply.headers(kept).send({ ...opened, name, page: `/studies/${name}` });
  });
}

function inShort({ stored, written }: Preview): PreviewInShort {
  return {
    name: stored.name,
    title: written.study.title,
    page: previewPath(stored.address),
    sha256: stored.sha256,
    madeAt: new Date(stored.madeAt).toISOString(),
    opens: stored.publishedRounds === 0 ? 'study' : 'rounds',
    firstRound: stored.publishedRounds + 1,
  };
}
