import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseJoinLink } from '../../../../core/protocol/join-link.ts';
import { phrases, studyYaml } from '../../../../harness/study-folder.ts';
import { readerOf } from '../../../../server/language/reader.ts';
import { orderedLines } from '../../../../server/pages/ranks.ts';
import { openServer } from '../opened-server.ts';

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer({ yaml: studyYaml().replace('How people travel', '"<script>alert(1)</script> & travel"') });
});
afterAll(() => server.dispose());
const page = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await server.app.inject({ url, headers });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  return answer.body;
};
const pages = ['/', '/join', '/studies/commute', '/studies/commute/results'];

test.each(pages)(
  '%s has no script, no inline style and nothing from elsewhere, and its style sheet is there',
  async (url) => {
    const body = await page(url);
    expect(body).toMatch(/^<!doctype html><html lang="en" dir="ltr">/);
    expect(body).not.toMatch(/<script|\sstyle=|<style|\son\w+=/i);
    expect(body.match(/(?:src|href)="https?:\/\/(?!study\.example\/join#)/)).toBeNull();
    const stylesheet = /<link rel="stylesheet" href="([^"]+)"/.exec(body)?.[1] ?? '';
    const css = await server.app.inject(stylesheet);
    expect(css.statusCode).toBe(200);
    expect(css.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(css.body).not.toMatch(/url\(|@import/);
  },
);

test('the words of a study are shown as text', async () => {
  expect(await page('/studies/commute')).toContain('&lt;script>alert(1)&lt;/script> &amp; travel');
});

test('the study page shows what a volunteer has to know, and a join link that the extension can read', async () => {
  const body = await page('/studies/commute', { host: 'elsewhere.example:8080' });
  for (const words of [
    'Institute of Journeys',
    'journeys@example.org',
    'You answer one question.',
    'Votes cannot be withdrawn.',
    server.round.id,
  ]) {
    expect(body).toContain(words);
  }
  const link = /<code class="link">([^<]+)</.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(parseJoinLink(link)).toEqual({
    server: 'https://study.example',
    study: server.study.id,
    publicKey: server.study.signed.document.publicKey,
  });
});

test('without a public address a join link leads where the server listens, whatever a request calls it', async () => {
  const own = await openServer({}, null);
  const address = await own.app.listen({ host: '127.0.0.1', port: 0 });
  for (const host of ['elsewhere.example', 'a b"<']) {
    const { body } = await own.app.inject({ url: '/studies/commute', headers: { host } });
    expect(body).toContain(`<code class="link">${address}/join#study=`);
  }
  await own.dispose();
});

test('a pilot invites nobody', async () => {
  const yaml = studyYaml({}).replace('title: How', 'kind: pilot\ntitle: How');
  const pilot = await openServer({ yaml });
  const { body } = await pilot.app.inject('/studies/commute');
  expect(body).toContain('No extension joins it.');
  expect(body).not.toContain('paste it');
  await pilot.dispose();
});

test('the results page says when estimates come, and shows the log head', async () => {
  const body = await page('/studies/commute/results');
  expect(body).toContain('Fewer than 10 reports so far');
  expect(body).toContain('30 June 2026 at 00:00 UTC');
  expect(body).toContain(`<code class="hash">${server.round.id}</code>`);
});

test('an address without a page is a page for a person, and a problem document for a program', async () => {
  for (const url of ['/studies/nothing', '/studies/nothing/results', '/nothing']) {
    const read = await server.app.inject({ url, headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([read.statusCode, read.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(read.body).toContain('There is nothing at this address');
    expect((await server.app.inject({ url, headers: { accept: '*/*' } })).json().status).toBe(404);
  }
  const machine = await server.app.inject({ url: '/v1/nothing', headers: { accept: 'text/html' } });
  expect(machine.json()).toMatchObject({ code: 'not-found' });
});

test('the texts of a round can be read before its release, and tables can be reached by the keyboard', async () => {
  const results = await page('/studies/commute/results');
  expect(results).toMatch(/<summary>4 texts to choose from<\/summary>/);
  for (const phrase of phrases) expect(results).toContain(`<li lang="en" dir="auto">${phrase}</li>`);
  expect(await page('/studies/commute')).toMatch(/<section class="scroll" aria-label="[^"]+" tabindex="0">/);
});

test.each([
  ['en', 'phrases</span>, or none', 'yes or no, about one of <span>4 phrases</span>'],
  ['de', 'Wendungen</span> oder keine davon', 'ja oder nein, zu einer von <span>4 Wendungen</span>'],
  ['es', 'frases</span>, o ninguna', 'sí o no, sobre una de <span>4 frases</span>'],
  ['fr', 'expressions</span>, ou aucune', 'oui ou non, sur une de <span>4 expressions</span>'],
] as const)('each kind of question says what can be answered, in %s', async (language, which, prevalence) => {
  const { say } = readerOf(language);
  const both = await openServer({ yaml: studyYaml({ rounds: ['fragments', 'prevalence'] }) });
  const bodyOf = async (url: string) => (await both.app.inject(`${url}?lang=${language}`)).body;
  const cells = Array.from((await bodyOf('/studies/commute')).matchAll(/<td>(.*?)<\/td>/g), ([, cell]) => cell);
  expect(cells.filter((cell) => cell?.includes('4 '))).toEqual([`<span>4 ${which}`, prevalence]);
  const results = await bodyOf('/studies/commute/results');
  expect(Array.from(results.matchAll(/<summary>(.*?)<\/summary>/g), ([, summary]) => summary)).toEqual([
    say('round_texts', { answers: 'phrases', count: 4 }),
    say('round_texts', { answers: 'prevalence', count: 4 }),
  ]);
  await both.dispose();
});

test('a study whose rounds are closed says so, and invites nobody to an answer', async () => {
  const own = await openServer();
  expect((await own.app.inject('/studies/commute')).body).toContain('30 June 2026');
  own.clock.now = Date.parse(own.round.signed.document.closesAt);
  const { body } = await own.app.inject('/studies/commute');
  expect(body).not.toContain('30 June 2026');
  expect(body).toContain('All questions so far are closed');
  await own.dispose();
});

test.each<[[number, number][], number]>([
  [[], 0],
  [
    [
      [1, 3],
      [1, 3],
      [1, 3],
    ],
    0,
  ],
  [
    [
      [1, 1],
      [2, 3],
      [2, 3],
    ],
    1,
  ],
  [
    [
      [1, 2],
      [1, 4],
      [2, 4],
      [2, 4],
    ],
    1,
  ],
  [
    [
      [1, 2],
      [1, 2],
      [3, 4],
      [3, 4],
    ],
    2,
  ],
  // One line cannot be out of order.
  [
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    3,
  ],
])('of the ranks %j the first %i are ordered', (ranks, expected) => {
  expect(orderedLines(ranks.map(([rankLow, rankHigh]) => ({ rankLow, rankHigh })))).toBe(expected);
});

test('an unknown study has no page', async () => {
  for (const url of ['/studies/nothing', '/studies/nothing/results']) {
    expect((await server.app.inject(url)).json()).toMatchObject({ code: 'unknown-study' });
  }
});

test('the language of a reader leaves nothing: no cookie, no word in a log, no byte on the disk', async () => {
  const said = (['error', 'log', 'info', 'warn'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  const own = await openServer();
  const rare = 'mi-NZ';
  for (const url of ['/', '/join', '/studies/commute/results', '/nothing']) {
    const { headers, body } = await own.app.inject({
      url: `${url}?lang=quenya`,
      headers: { accept: 'text/html', 'accept-language': rare },
    });
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).not.toMatch(/mi-NZ|quenya/);
  }
  expect(said.flatMap((spy) => spy.mock.calls)).toEqual([]);
  for (const spy of said) spy.mockRestore();
  await own.close();
  for (const file of readdirSync(own.data)) {
    if (file === 'keys') continue;
    const bytes = readFileSync(join(own.data, file));
    expect(bytes.includes(rare) || bytes.includes('quenya'), file).toBe(false);
  }
  await own.dispose();
});
