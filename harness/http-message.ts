import type { Socket } from 'node:net';

/** One HTTP/1.1 message as it stood on the wire. */
export interface HttpMessage {
  /** Every byte of it, in order. */
  readonly raw: Buffer;
  readonly startLine: string;
  /** In the order and the spelling of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Without the transfer coding. */
  readonly body: Buffer;
}

/** Value of the first header called `name`, whatever its case. */
export const header = (message: Pick<HttpMessage, 'headers'>, name: string): string | undefined =>
  message.headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];

class EndOfStream extends Error {
  override readonly name = 'EndOfStream';
}

/** Reads messages from a socket, one after the other, however the network has cut them into pieces. */
export class MessageReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #buffered = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#pieces = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /**
   * Next message, or undefined when the connection ends first.
   *
   * @param bodyless true for the reply to a HEAD request
   */
  async next(bodyless = false): Promise<HttpMessage | undefined> {
    try {
      return await this.#message(bodyless);
    } catch (error) {
      if (error instanceof EndOfStream) return undefined;
      throw error;
    }
  }

  async #message(bodyless: boolean): Promise<HttpMessage> {
    const raw: Buffer[] = [];
    const take = async (length: number): Promise<Buffer> => {
      while (this.#buffered.length < length) await this.#more();
      const taken = this.#buffered.subarray(0, length);
      this.#buffered = this.#buffered.subarray(length);
      raw.push(taken);
      return taken;
    };
    const takeThrough = async (mark: string): Promise<string> => {
      while (!this.#buffered.includes(mark)) await this.#more();
      return (await take(this.#buffered.indexOf(mark) + mark.length)).toString('latin1').slice(0, -mark.length);
    };

    const [startLine = '', ...lines] = (await takeThrough('\r\n\r\n')).split('\r\n');
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });

    const isReply = startLine.startsWith('HTTP/');
    const status = isReply ? Number(startLine.split(' ')[1]) : undefined;
    const length = header({ headers }, 'content-length');
    const body: Buffer[] = [];
    if (bodyless || status === 204 || status === 304) {
      // These have no body, whatever their headers say.
    } else if (header({ headers }, 'transfer-encoding')?.toLowerCase() === 'chunked') {
      for (;;) {
        const size = Number.parseInt(await takeThrough('\r\n'), 16);
        body.push(await take(size));
        await takeThrough('\r\n');
        if (size === 0) break;
      }
    } else if (length !== undefined) {
      body.push(await take(Number(length)));
    } else if (isReply) {
      throw new Error('the wiretap expects replies with a length');
    }
    return { raw: Buffer.concat(raw), startLine, headers, body: Buffer.concat(body) };
  }

  async #more(): Promise<void> {
    const piece = await this.#pieces.next().catch(() => undefined);
    if (piece === undefined || piece.done) throw new EndOfStream();
    this.#buffered = Buffer.concat([this.#buffered, piece.value]);
  }
}
