import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { ProblemCode } from '../../core/protocol/errors.ts';
import { readsPages } from '../http/allowed-methods.ts';
import { sendProblem } from '../http/problem-replies.ts';
import type { App } from '../http/services.ts';
import { html } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { visitOf } from './visit.ts';

/** Sends a page in the language of whoever asked for it. */
export function sendPage(reply: FastifyReply, page: JSX.Element): FastifyReply {
  const visit = visitOf(reply.request);
  return reply
    .headers({
      'cache-control': 'no-store',
      'content-language': visit.reader.language,
      // Also where the address has chosen the language: a cache keeps one rule for an address.
      vary: 'Accept-Language',
    })
    .type('text/html; charset=utf-8')
    .send(html(page, visit));
}

export const sendNotFoundPage = (reply: FastifyReply): FastifyReply => sendPage(reply.code(404), <NotFoundPage />);

/** A page for people, and a problem document for programs. */
export const sendUnknown = (request: FastifyRequest, reply: FastifyReply, code: ProblemCode): FastifyReply =>
  readsPages(request) ? sendNotFoundPage(reply) : sendProblem(reply, code);

/** Where the server listens. A request may call it anything, and a join link must lead everybody to one place. */
export function originOf({ server }: App, host: string): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return `http://${host}:${address.port}`;
}
