import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './problem-replies.ts';
import type { App } from './services.ts';

/**
 * Answers a request for an address that exists, by a method that it does not take, with 405 and the methods that it
 * takes (RFC 9110, section 15.5.6); for any other address with 404, which is a page for somebody who reads pages.
 * Register it after the headers of all replies and before all routes.
 */
export function answerOtherMethods(app: App, notFoundPage: (reply: FastifyReply) => FastifyReply): void {
  const routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const path = new RegExp(`^${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`);
    routes.push({ path, methods: [method].flat() });
  });
  // Before the body is read: some methods may not have one, and that is not what is wrong.
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const path = request.url.split('?', 1)[0] as string;
    const allowed = new Set(routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods));
    if (allowed.size > 0) sendProblem(reply.header('allow', [...allowed].sort().join(', ')), 'method-not-allowed');
    else if (readsPages(request)) notFoundPage(reply);
    else sendProblem(reply, 'not-found');
  });
}

/** Whether a request comes from a browser in which somebody follows links, and not from a program. */
export const readsPages = ({ method, url, headers: { accept = '' } }: FastifyRequest): boolean =>
  method === 'GET' && accept.includes('text/html') && !url.startsWith('/v1/');
