import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultCaps } from '../../../../core/privacy/ledger.ts';
import { JoinLinkError, parseJoinLink } from '../../../../core/protocol/join-link.ts';
import { studyInShort } from '../../../../core/words/in-short.ts';
import { farYear, phrases, studyYaml, writeStudyFolder } from '../../../../harness/study-folder.ts';
import { languages } from '../../../../server/language/languages.ts';
import { readerOf } from '../../../../server/language/reader.ts';
import { noKey, studyDocument } from '../../../../server/studies/study-document.ts';
import { readStudyFolder, type StudyFolder } from '../../../../server/studies/study-folder.ts';
import { type WrittenStudy, writtenStudy } from '../../../../server/studies/written-study.ts';
import { openServer } from '../opened-server.ts';

let server: Awaited<ReturnType<typeof openServer>>;
let written: WrittenStudy;
let folder: StudyFolder;
let page: string;
let sha256: string;

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
const ask = (method: Method, url: string, payload?: object, authorization = `Bearer ${server.adminToken}`) =>
  server.app.inject({ method, url, headers: { authorization }, ...(payload && { payload }) });

beforeAll(async () => {
  server = await openServer();
  const files = writeStudyFolder({
    yaml: studyYaml({ name: 'meals', year: farYear, rounds: ['fragments', 'candidates'] }).replace(
      'How people travel',
      '"<script>alert(1)</script> & meals"',
    ),
  });
  folder = await readStudyFolder(files.folder);
  written = writtenStudy(folder);
  const reply = await ask('PUT', '/v1/previews/meals', written);
  expect(reply.statusCode).toBe(200);
  ({ page, sha256 } = reply.json());
});
afterAll(() => server.dispose());

test('nobody without a token reads, changes or opens a preview', async () => {
  const requests: readonly (readonly [Method, string, object?])[] = [
    ['GET', '/v1/previews'],
    ['GET', '/v1/previews/meals'],
    ['PUT', '/v1/previews/meals', written],
    ['DELETE', '/v1/previews/meals'],
    ['POST', '/v1/previews/meals/embed', { sha256 }],
    ['POST', '/v1/previews/meals/open', { sha256 }],
  ];
  for (const [method, url, payload] of requests) {
    const reply = await ask(method, url, payload, 'Bearer guess');
    expect([reply.statusCode, reply.json().code]).toEqual([401, 'not-authorised']);
  }
  // Before its body is read.
  const large = await ask('PUT', '/v1/previews/meals', { filler: 'x'.repeat(40_000) }, 'Bearer guess');
  expect(large.statusCode).toBe(401);
});

test('a researcher previews and opens rounds of her own study, and nothing of another one', async () => {
  const tokenOf = async (request: object) => (await ask('POST', '/v1/tokens', { days: 30, ...request })).json().token;
  const runner = `Bearer ${await tokenOf({ name: 'runner', study: 'commute', scope: 'run' })}`;
  const reader = `Bearer ${await tokenOf({ name: 'reader', study: 'commute', scope: 'read' })}`;
  const { folder } = writeStudyFolder({ yaml: studyYaml({ rounds: ['fragments', 'fragments'] }) });
  const commute = writtenStudy(await readStudyFolder(folder));
  const outcome = async (...words: Parameters<typeof ask>) => {
    const reply = await ask(...words);
    return reply.statusCode === 200 ? 200 : [reply.statusCode, reply.json().code];
  };
  const refused = [403, 'not-allowed'];
  for (const token of [runner, reader]) {
    expect(await outcome('GET', '/v1/previews', undefined, token)).toEqual(refused);
    expect(await outcome('GET', '/v1/previews/meals', undefined, token)).toEqual(refused);
    expect(await outcome('PUT', '/v1/previews/meals', written, token)).toEqual(refused);
    expect(await outcome('DELETE', '/v1/previews/meals', undefined, token)).toEqual(refused);
    expect(await outcome('POST', '/v1/previews/meals/open', { sha256 }, token)).toEqual(refused);
  }
  expect(await outcome('PUT', '/v1/previews/commute', commute, reader)).toEqual(refused);
  const preview = await ask('PUT', '/v1/previews/commute', commute, runner);
  expect(preview.json()).toMatchObject({ name: 'commute', opens: 'rounds', firstRound: 2 });
  const seen = { sha256: preview.json().sha256 };
  expect(await outcome('GET', '/v1/previews/commute', undefined, reader)).toBe(200);
  expect(await outcome('POST', '/v1/previews/commute/open', seen, reader)).toEqual(refused);
  expect(await outcome('POST', '/v1/previews/commute/open', seen, runner)).toBe(200);
});

test('a preview stands in no list, and no device can ask for it', async () => {
  expect((await ask('GET', '/v1/studies')).body).not.toContain('meals');
  expect((await server.app.inject('/')).body).not.toContain('meals');
  expect((await server.app.inject('/studies/meals')).statusCode).toBe(404);
  expect((await server.app.inject(`/v1/studies/${sha256}`)).statusCode).toBe(404);
  expect((await server.app.inject('/previews/meals')).statusCode).toBe(404);
  expect((await server.app.inject(`${page.slice(0, -1)}~`)).statusCode).toBe(404);
});

test('every page of a preview says so, shows the words as text, and is kept by nobody', async () => {
  for (const path of ['', '/consent', '/join', '/rounds/1', '/rounds/2']) {
    const reply = await server.app.inject(`${page}${path}`);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(reply.body).toContain('<strong>Preview.</strong>');
    expect(reply.body).toMatch(/<title>Preview: /);
    expect(reply.body).not.toMatch(/<script|\sstyle=|<style|\son\w+=/i);
  }
  const study = (await server.app.inject(page)).body;
  expect(study).toContain('&lt;script>alert(1)&lt;/script> &amp; meals');
  expect(study).toContain(sha256);
  const consent = (await server.app.inject(`${page}/consent`)).body;
  expect(consent).toMatch(/With 4 phrases to choose from, your vote holds your true answer about \d+ times in 100/);
  const texts = (await server.app.inject(`${page}/rounds/1`)).body;
  for (const phrase of phrases) expect(texts).toContain(phrase);
  expect((await server.app.inject(`${page}/rounds/3`)).statusCode).toBe(404);
});

test.each(languages)('the consent of a preview begins with the box that volunteers see, in %s', async (language) => {
  const reader = readerOf(language);
  const study = studyDocument(folder, noKey);
  const { body } = await server.app.inject(`${page}/consent?lang=${language}`);
  const words = body.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const box = /<section class="[^"]*in-short".*?<\/section>/s.exec(words)?.[0] ?? '';
  const said = studyInShort(reader, study, {
    host: 'study.example',
    caps: defaultCaps,
    spent: undefined,
    endsOn: reader.time(study.endsAt),
  });
  expect(said.asks).toHaveLength(2);
  const { asks, more, byItself, leaves, oddsInWords, budgetInWords, undone, ends } = said;
  const sentences = [asks, more, byItself, leaves, oddsInWords, budgetInWords, undone, ends].flat();
  expect(sentences.filter((sentence) => !box.includes(`>${sentence}<`))).toEqual([]);
  // What only a device knows is said to be so.
  expect(box).toContain(reader.say('preview_short_whose'));
  expect(box).not.toContain(reader.say('consent_short_spent', { spent: reader.epsilon(0) }));
  expect(words.indexOf(box)).toBeLessThan(words.indexOf(reader.say('preview_researchers')));
});

test('the link of a preview is one that every device refuses in words', async () => {
  const link = /<code class="link">([^<]+)</.exec((await server.app.inject(page)).body)?.[1] ?? '';
  expect(link).toBe(`https://study.example${page}/join`);
  expect(() => parseJoinLink(link)).toThrow(JoinLinkError);
  expect(() => parseJoinLink(link)).toThrow(/leads to a preview.*nobody can join it/);
});

test('a document that no folder could be is refused with field and reason', async () => {
  const refused = async (change: object) => {
    const reply = await ask('PUT', '/v1/previews/meals', { ...written, ...change });
    expect(reply.headers['content-type']).toBe('application/problem+json');
    return reply.json();
  };
  expect(await refused({ study: { ...written.study, name: 'other' } })).toMatchObject({ status: 400 });
  expect(await refused({ study: { ...written.study, colour: 'red' } })).toMatchObject({ status: 400 });
  expect(await refused({ texts: [['one']] })).toMatchObject({
    status: 400,
    detail: expect.stringMatching(/texts: expected the texts of each/),
  });
  const same = [['one', ' ONE'], written.texts[1]];
  expect(await refused({ texts: same })).toMatchObject({
    code: 'unfit-study',
    status: 422,
    problems: [{ file: 'phrases.txt', line: 2, message: expect.stringMatching(/the same text as in line 1/) }],
  });
  expect(await refused({ study: { ...written.study, endsAt: '2026-01-01T00:00:00Z' } })).toMatchObject({
    code: 'unfit-study',
    problems: expect.arrayContaining([expect.objectContaining({ field: 'rounds[0].closesAt' })]),
  });
  // What was there is there.
  expect((await ask('GET', '/v1/previews/meals')).json()).toMatchObject({ sha256, opens: 'study', problems: [] });
});

test('what opens is what was seen, or nothing', async () => {
  const other = await ask('POST', '/v1/previews/meals/open', { sha256: 'ab'.repeat(32) });
  expect(other.json()).toMatchObject({ code: 'preview-changed', status: 409 });
  const early = await ask('POST', '/v1/previews/meals/open', { sha256 });
  expect(early.json()).toMatchObject({ code: 'texts-not-embedded', status: 409 });
  expect((await ask('DELETE', '/v1/previews/others')).json()).toMatchObject({ code: 'unknown-preview' });
  expect((await server.store.publications()).studies).toHaveLength(1);
});

test('a preview that is thrown away is gone, with its pages', async () => {
  expect((await ask('DELETE', '/v1/previews/meals')).json()).toEqual({ status: 'discarded' });
  expect((await server.app.inject(page)).statusCode).toBe(404);
  const gone = await server.app.inject({ url: page, headers: { accept: 'text/html' } });
  expect(gone.body).toContain('A preview is gone once it was opened or thrown away.');
  expect((await ask('GET', '/v1/previews')).json()).toEqual({ previews: [] });
});

test('new rounds of an open study are previewed beside what is open, and opened', async () => {
  const own = await openServer({ yaml: studyYaml({ year: farYear }) });
  const first = writtenStudy(await readStudyFolder(own.folder));
  const [round] = first.study.rounds;
  if (!round) throw new Error('expected a round');
  const more: WrittenStudy = {
    study: { ...first.study, rounds: [round, { ...round, title: 'And again?', epsilon: 2 }] },
    texts: [...first.texts, ...first.texts],
  };
  const authorised = { authorization: `Bearer ${own.adminToken}` };
  const url = '/v1/previews/commute';
  const made = await own.app.inject({ method: 'PUT', url, headers: authorised, payload: more });
  expect(made.json()).toMatchObject({ opens: 'rounds', firstRound: 2 });
  const shown = (await own.app.inject(made.json().page)).body;
  expect(shown).toMatch(/1 question of this study is not open/);
  expect(shown).toMatch(/And again\?<\/bdi> <span class="badge">new</);
  expect(shown).toMatch(/type\?<\/bdi> <span class="badge">open</);
  expect((await own.app.inject('/studies/commute')).body).not.toContain('And again?');
  const payload = { sha256: made.json().sha256 };
  const opened = await own.app.inject({ method: 'POST', url: `${url}/open`, headers: authorised, payload });
  expect(opened.json()).toEqual({ study: own.study.id, name: 'commute', page: '/studies/commute', newRounds: 1 });
  expect((await own.app.inject('/studies/commute')).body).toContain('And again?');
  await own.dispose();
});
