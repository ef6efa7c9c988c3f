import { reportSchema } from '../core/protocol/report.ts';
import type { HttpMessage } from '../harness/http-message.ts';
import type { Narrator } from './narrator.ts';

/** Everything before the blank line but the request line, as text. */
const headerLines = (request: HttpMessage): string => {
  const text = request.raw.toString('latin1');
  return text.slice(text.indexOf('\r\n') + 2, text.indexOf('\r\n\r\n'));
};

/**
 * Shows every byte that reached the server's socket. A request without a body whose header bytes equal those of an
 * earlier one is shown by its first line alone.
 */
export function showRequests(requests: readonly HttpMessage[], narrator: Narrator): void {
  const shown = new Map<string, number>();
  requests.forEach((request, index) => {
    const headers = headerLines(request);
    const same = shown.get(headers);
    const title = `request ${index + 1} of ${requests.length}, ${request.raw.length} bytes`;
    if (same !== undefined && request.body.length === 0) {
      narrator.block(
        title,
        `${request.startLine}\n(the same ${headers.length} bytes of headers as in request ${same})`,
      );
      return;
    }
    if (same === undefined) shown.set(headers, index + 1);
    narrator.block(title, request.raw.toString('utf8').replaceAll('\r\n', '\n').trimEnd());
  });
}

/**
 * What is wrong with the requests, given that only votes may leave: a body that is not exactly a report, or three words
 * in a row of a draft anywhere in the bytes. Empty when all is well.
 */
export function findLeaks(requests: readonly HttpMessage[], drafts: readonly string[]): string[] {
  const leaks = requests.flatMap((request, index) => {
    if (request.body.length === 0) return [];
    const isReport = reportSchema.safeParse(parseJson(request.body.toString('utf8'))).success;
    return isReport ? [] : [`request ${index + 1} has a body that is more or less than a report`];
  });
  const bytes = requests.map((request) => decodeLoosely(request.raw.toString('utf8')).toLowerCase()).join('\n');
  const found = drafts.filter((draft) => wordRuns(draft, 3).some((run) => bytes.includes(run)));
  return [...leaks, ...found.map((draft) => `words of this draft reached the server: ${draft}`)];
}

function wordRuns(text: string, length: number): string[] {
  const words = text.toLowerCase().split(/\s+/);
  return words.slice(0, Math.max(1, words.length - length + 1)).map((_, at) => words.slice(at, at + length).join(' '));
}

/** Spaces may be written as "+" or "%20" on the wire. */
function decodeLoosely(text: string): string {
  return text.replaceAll('+', ' ').replaceAll(/%[0-9a-f]{2}/gi, (code) => {
    return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
