import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { problemMediaType, problemSchema } from '../../core/protocol/errors.ts';
import type { App } from './services.ts';

/** Describes the routes registered after it at `/v1/openapi.json`, from the same schemas that check requests. */
export async function registerOpenApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Data Donor study server',
        version: '1',
        description:
          'Signed studies and rounds, immutable batches, privatised reports, and results at the planned releases.',
      },
      tags: [
        { name: 'devices', description: 'What the extension asks. The same bytes for everybody.' },
        { name: 'results', description: 'What anybody may read.' },
        { name: 'previews', description: 'Studies and rounds before they are opened. No device is told of them.' },
        { name: 'rounds', description: 'Rounds that learn: pools, proposals, and rounds that follow by themselves.' },
        { name: 'administration', description: 'What ends rounds and studies, for good, and who may do it.' },
      ],
      components: {
        securitySchemes: {
          administrator: {
            type: 'http',
            scheme: 'bearer',
            description: 'The text of admin-token in the data directory of the server. It allows everything.',
          },
          researcher: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A token that the administrator has made, for one study or all. The names at an operation are the scope that ' +
              'it needs: "read" or "run". A token with "run" may also do what needs "read".',
          },
        },
      },
    },
    transform: jsonSchemaTransform,
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** Description of an error reply. */
export const problemResponse = (description: string) => ({
  description,
  content: { [problemMediaType]: { schema: problemSchema } },
});
