import { z } from 'zod';
import { sha256Schema } from '../../../core/ids.ts';
import { problemResponse } from '../openapi.ts';
import { sendProblem } from '../problem-replies.ts';
import type { App, Services } from '../services.ts';

const schema = {
  operationId: 'readBatch',
  tags: ['devices'],
  summary: 'Immutable bytes under their SHA-256',
  description: 'Texts as canonical JSON, or their embeddings as int8 (core/embedding/batch.ts).',
  params: z.object({ sha256: sha256Schema }),
  response: {
    200: {
      description: 'The bytes whose hash was asked for',
      content: { 'application/json': { schema: z.array(z.string()) }, 'application/octet-stream': { schema: z.any() } },
    },
    '4XX': problemResponse('No such batch'),
  },
};

/**
 * `GET /v1/batches/:sha256`. No validator is sent: a browser would send it back, and it could carry an identifier (P2).
 */
export function registerBatchRoute(app: App, { catalogue }: Services): void {
  app.get('/v1/batches/:sha256', { schema }, async (request, reply) => {
    const { sha256 } = request.params;
    // Another process may have published it a moment ago.
    if (!catalogue.batch(sha256)) await catalogue.current();
    const batch = catalogue.batch(sha256);
    if (!batch) return sendProblem(reply, 'unknown-batch');
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(batch.mediaType)
      .send(Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.length));
  });
}
