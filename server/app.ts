import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { answerOtherMethods } from './http/allowed-methods.ts';
import { replyToBrokenRequest } from './http/broken-connections.ts';
import { registerOpenApi } from './http/openapi.ts';
import { errorReply, sendProblem } from './http/problem-replies.ts';
import { registerAdministrationRoutes } from './http/routes/administration.ts';
import { registerAutomaticRoutes } from './http/routes/automatic.ts';
import { registerBatchRoute } from './http/routes/batches.ts';
import { registerPoolRoutes } from './http/routes/pools.ts';
import { registerPreviewRoutes } from './http/routes/previews.ts';
import { registerReportRoute } from './http/routes/reports.ts';
import { registerResultsRoutes } from './http/routes/results.ts';
import { registerStudyRoutes } from './http/routes/studies.ts';
import { registerTokenRoutes } from './http/routes/tokens.ts';
import { securityHeaders } from './http/security-headers.ts';
import type { App, Services } from './http/services.ts';
import { registerPreviewPages } from './pages/preview-routes.tsx';
import { registerDashboard } from './pages/routes.tsx';
import { sendNotFoundPage } from './pages/sending.tsx';

/** No report is longer: see the limits in core/protocol/report.ts. */
const longestBodyBytes = 28_000;

/** A report is checked by the store, and a batch is what its hash says: neither depends on what is published last. */
const timeless = new Set(['/v1/reports', '/v1/batches/:sha256']);

/**
 * The study server as a Fastify instance, testable through `inject()` without a port.
 *
 * It logs no request: neither address, user agent nor body reaches a file (P10). It has no rate limit by address,
 * because that would keep addresses. A report costs a part of one commit, and the store says "later" when too many wait
 * (store/group-commit.ts). A proxy in front may limit more.
 */
export async function createApp(services: Services): Promise<App> {
  const app: App = Fastify({
    logger: false,
    bodyLimit: longestBodyBytes,
    // A request that arrives on an open connection while the server stops is still served.
    return503OnClosing: false,
    clientErrorHandler: replyToBrokenRequest,
    frameworkErrors: (_error, _request, reply) =>
      sendProblem(reply, 'malformed-request', 'expected a well-formed address'),
  });
  // zod decides alone: the default validator would coerce types and silently strip unknown fields.
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(errorReply);
  app.removeContentTypeParser('text/plain');
  await app.register(helmet, securityHeaders);
  answerOtherMethods(app, sendNotFoundPage);
  await registerOpenApi(app);
  app.addHook('onRequest', ({ routeOptions: { url = '' } }, _reply, done) => {
    if (timeless.has(url)) done();
    else services.catalogue.current().then(() => done(), done);
  });
  registerReportRoute(app, services);
  registerStudyRoutes(app, services);
  registerBatchRoute(app, services);
  registerResultsRoutes(app, services);
  registerAdministrationRoutes(app, services);
  registerTokenRoutes(app, services);
  registerPreviewRoutes(app, services);
  registerPoolRoutes(app, services);
  registerAutomaticRoutes(app, services);
  registerDashboard(app, services);
  registerPreviewPages(app, services);
  return app;
}
