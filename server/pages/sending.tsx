import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JSX } from 'preact';
import type { ProblemCode } from '../../core/protocol/errors.ts';
import { readsPages } from '../http/allowed-methods.ts';
import { sendProblem } from '../http/problem-replies.ts';
import type { App } from '../http/services.ts';
import { html } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';

export const sendPage = (reply: FastifyReply, page: JSX.Element): FastifyReply =>
  reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html(page));

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
