import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** One way to reply to a request. */
export type Reply = (response: ServerResponse) => void;

type Headers = Readonly<Record<string, string | readonly string[]>>;

export const json =
  (value: unknown, status = 200, headers: Headers = {}): Reply =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers } as never)
      .end(JSON.stringify(value));

/** Bytes as they are. */
export const bytes =
  (body: string | Uint8Array, status = 200, headers: Headers = {}): Reply =>
  (response) =>
    void response.writeHead(status, headers as never).end(body);

export const redirect = (to: string, status: number): Reply => bytes('', status, { location: to });

/** Says that more is to come, and cuts the connection. */
export const cut: Reply = (response) => {
  response.writeHead(200, { 'content-length': '100000' });
  response.write('{"document":', () => response.socket?.destroy());
};

/** Cuts the connection without a word. */
export const hangUp: Reply = (response) => void response.socket?.destroy();

/** No HTTP at all. */
export const gibberish: Reply = (response) => void response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n\0\0\0');

/** Takes the request and never says anything. */
export const silence: Reply = () => {};

/** One byte a second. */
export const drip: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 1000);
  response.once('close', () => clearInterval(timer));
};

/** As many bytes as the other side takes. */
export const flood: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const piece = Buffer.alloc(256 * 1024, ' ');
  const pour = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', pour);
  pour();
};

const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024, ' '));

/** A quarter of a megabyte that unpacks to 256. */
export const gzipBomb: Reply = bytes(bomb, 200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
