import { open } from 'node:fs/promises';
import { createServer } from 'node:http';

// The floors of server.bench.ts: reads each body and answers what the study server answers, byte for byte. With FILE it
// first appends the body to that file and syncs it, together with all that came while the sync before was under way.
const { headers, body }: { headers: [string, string][]; body: string } = JSON.parse(process.env.ANSWER ?? '');
const flat = headers.flat();
const file = process.env.FILE ? await open(process.env.FILE, 'a') : undefined;

let waiting: { bytes: Buffer[]; answer: () => void }[] = [];
let syncing = false;
async function syncAll(target: NonNullable<typeof file>): Promise<void> {
  syncing = true;
  while (waiting.length > 0) {
    const group = waiting;
    waiting = [];
    await target.appendFile(Buffer.concat(group.flatMap(({ bytes }) => bytes)));
    await target.sync();
    for (const { answer } of group) answer();
  }
  syncing = false;
}

const server = createServer((request, response) => {
  const bytes: Buffer[] = [];
  request.on('data', (chunk: Buffer) => bytes.push(chunk));
  const answer = (): void => {
    response.writeHead(bytes.length > 0 ? 202 : 400, flat);
    response.end(body);
  };
  request.on('end', () => {
    if (!file) return answer();
    waiting.push({ bytes, answer });
    if (!syncing) setImmediate(() => syncing || syncAll(file));
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address ? address.port : '');
});
