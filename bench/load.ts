import { connect, type Socket } from 'node:net';

/** A keep-alive `POST /v1/reports` with this body, as bytes. */
export function reportRequest(body: string): Buffer {
  const head = `POST /v1/reports HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

/**
 * Sends requests over `connections` connections, each the next one when its answer is complete. It uses bare sockets
 * and prepared bytes, because a client like `node:http` would cost more than the server that is measured.
 *
 * @param answerBody what every answer ends with
 * @throws {Error} when an answer is not 202, or a connection breaks
 */
export async function sendAll(port: number, connections: number, requests: readonly Buffer[], answerBody: string) {
  const queue = requests.values();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = await connected(port);
      try {
        for (const request of queue) await answered(socket, request, answerBody);
      } finally {
        socket.destroy();
      }
    }),
  );
}

const connected = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });

const answered = (socket: Socket, request: Buffer, answerBody: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const finish = (error?: Error) => {
      socket.off('data', read);
      socket.off('close', broken);
      if (error) reject(error);
      else resolve();
    };
    const broken = () => finish(new Error('the server closed the connection'));
    const read = (bytes: Buffer) => {
      answer += bytes.toString('latin1');
      if (!answer.startsWith('HTTP/1.1 202')) finish(new Error(`unexpected answer: ${answer.slice(0, 300)}`));
      else if (answer.endsWith(answerBody)) finish();
    };
    socket.on('data', read);
    socket.on('close', broken);
    socket.write(request);
  });
