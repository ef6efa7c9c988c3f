import { createServer } from 'node:http';

// The floor of server.bench.ts: reads each body and answers what the study server answers, byte for byte, and does
// nothing else.
const { headers, body }: { headers: [string, string][]; body: string } = JSON.parse(process.env.ANSWER ?? '');
const flat = headers.flat();

const server = createServer((request, response) => {
  let size = 0;
  request.on('data', (bytes: Buffer) => {
    size += bytes.length;
  });
  request.on('end', () => {
    response.writeHead(size > 0 ? 202 : 400, flat);
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address ? address.port : '');
});
