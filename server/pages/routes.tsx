import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import { z } from 'zod';
import { formatJoinLink } from '../../core/protocol/join-link.ts';
import { readsPages } from '../http/allowed-methods.ts';
import { sendProblem } from '../http/problem-replies.ts';
import type { App, Services } from '../http/services.ts';
import { JoinPage } from './join-page.tsx';
import { html } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { ResultsPage } from './results-page.tsx';
import { StudiesPage } from './studies-page.tsx';
import { StudyPage } from './study-page.tsx';
import { stylesheet } from './stylesheet.ts';

const hide = true;
const params = z.object({ name: z.string().max(63) });

const sendPage = (reply: FastifyReply, page: JSX.Element): FastifyReply =>
  reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html(page));

export const sendNotFoundPage = (reply: FastifyReply): FastifyReply => sendPage(reply.code(404), <NotFoundPage />);

/** The pages for people. Everything on them is public, and each is made on the server. */
export function registerDashboard(app: App, { catalogue, results, publicOrigin, host }: Services): void {
  app.get(stylesheet.path, { schema: { hide } }, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('text/css; charset=utf-8')
      .send(stylesheet.bytes),
  );

  app.get('/', { schema: { hide } }, async (_request, reply) => {
    const studies = catalogue.studies().map((stored) => ({
      stored,
      openRounds: stored.rounds.filter((round) => !catalogue.isClosed(round)).length,
    }));
    return sendPage(reply, <StudiesPage studies={studies} />);
  });

  app.get('/join', { schema: { hide } }, async (_request, reply) => sendPage(reply, <JoinPage />));

  app.get('/studies/:name', { schema: { hide, params } }, async (request, reply) => {
    const stored = catalogue.studyNamed(request.params.name);
    if (!stored) return unknownStudy(request, reply);
    const server = publicOrigin ?? listenedOrigin(app, host);
    const joinLink = formatJoinLink({ server, study: stored.id, publicKey: stored.signed.document.publicKey });
    const correction = catalogue.correctionOf(stored.id);
    return sendPage(
      reply,
      <StudyPage stored={stored} isClosed={catalogue.isClosed} joinLink={joinLink} correction={correction} />,
    );
  });

  app.get('/studies/:name/results', { schema: { hide, params } }, async (request, reply) => {
    const stored = catalogue.studyNamed(request.params.name);
    if (!stored) return unknownStudy(request, reply);
    const found = await Promise.all(stored.rounds.map(({ id }) => results.of(id)));
    return sendPage(reply, <ResultsPage stored={stored} results={found.filter((result) => result !== undefined)} />);
  });
}

const unknownStudy = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  readsPages(request) ? sendNotFoundPage(reply) : sendProblem(reply, 'unknown-study');

/** A request may call the server anything, and a join link must lead everybody to one place. */
function listenedOrigin({ server }: App, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return `http://${host}:${address.port}`;
}
