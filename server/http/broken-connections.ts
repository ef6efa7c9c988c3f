import type { Socket } from 'node:net';
import { problem, problemMediaType } from '../../core/protocol/errors.ts';

/** Replies to bytes that are no HTTP request, which never reach a route, and closes the connection. */
export function replyToBrokenRequest(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const body = JSON.stringify(problem('malformed-request', 'expected an HTTP/1.1 request with small headers'));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: ${problemMediaType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `cache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
  );
}
