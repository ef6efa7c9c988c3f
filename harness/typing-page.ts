import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A web page of somebody else, on an origin of its own, with every kind of field that matters to capturing. */
export interface TypingPage {
  readonly origin: string;
  /** Headers of every request for the page, as an ordinary site sees them. */
  readonly visits: readonly IncomingHttpHeaders[];
  close(): Promise<void>;
}

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page to write on</title></head>
<body>
<h1>A page to write on</h1>
<form onsubmit="return false">
<p><label>Message <textarea rows="4" cols="60"></textarea></label></p>
<p><label>Subject <input type="text"></label></p>
<p><label>Topic <input type="text" id="topic"></label></p>
<p>Note <span role="textbox" aria-label="Note" contenteditable="true" style="display: inline-block; min-width: 20em; border: 1px solid"></span></p>
<p><label>Password <input type="password"></label></p>
<p><label>Shown password <input type="password" id="shown-password"></label>
<button type="button" onclick="document.getElementById('shown-password').type = 'text'">Show password</button></p>
<p><label>Card number <input type="text" autocomplete="cc-number"></label></p>
<p><label>Code <input type="text" autocomplete="one-time-code"></label></p>
<p><label>Opted out <textarea data-donor-ignore></textarea></label></p>
<p><label>Code editor <textarea class="ace_text-input" spellcheck="false"></textarea></label></p>
<p><label>Filled by the page <textarea id="filled"></textarea></label></p>
<p><button type="submit">Post</button></p>
</form>
</body>
</html>
`;

/** Serves the page on a free port; its only path is `/`. */
export async function startTypingPage(): Promise<TypingPage> {
  const visits: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/') visits.push(request.headers);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the typing page has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    visits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
