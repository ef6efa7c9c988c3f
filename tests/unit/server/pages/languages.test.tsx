import { IntlMessageFormat } from 'intl-messageformat';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RoundResults, roundResultsSchema } from '../../../../core/protocol/results.ts';
import { type Catalogue, readCatalogue } from '../../../../server/language/catalogues.ts';
import { type Language, languages } from '../../../../server/language/languages.ts';
import { readerOf } from '../../../../server/language/reader.ts';
import { html } from '../../../../server/pages/layout.tsx';
import { ResultsPage } from '../../../../server/pages/results-page.tsx';
import { StudyPage } from '../../../../server/pages/study-page.tsx';
import { readCatalogue as readSentences } from '../../../catalogues.ts';
import { openVotedStudy } from './voted-study.ts';

let server: Awaited<ReturnType<typeof openVotedStudy>>;
beforeAll(async () => {
  server = await openVotedStudy();
});
afterAll(() => server.dispose());

const browser = { accept: 'text/html,*/*;q=0.8' };
const get = (url: string, acceptLanguage?: string) =>
  server.app.inject({
    url,
    headers: { ...browser, ...(acceptLanguage !== undefined && { 'accept-language': acceptLanguage }) },
  });

const pages = ['/', '/join', '/studies/commute', '/studies/commute/results', '/nothing'];
const translations = languages.filter((language) => language !== 'en');

test.each(pages)('%s speaks the language that the browser prefers, and says so', async (url) => {
  for (const [header, language] of [
    ['de-AT, en;q=0.5', 'de'],
    ['es', 'es'],
    ['fr-CA, *;q=0.1', 'fr'],
    ['en-US', 'en'],
    [undefined, 'en'],
    ['de,'.repeat(2700), 'en'],
  ] as const) {
    const { body, headers } = await get(url, header);
    expect(body).toMatch(new RegExp(`^<!doctype html><html lang="${language}" dir="ltr">`));
    expect(headers).toMatchObject({
      'content-language': language,
      'cache-control': 'no-store',
      vary: 'Accept-Language',
    });
  }
});

test.each(pages)('%s speaks the language that its address asks for, and keeps it on the way', async (url) => {
  const { body, headers } = await get(`${url}?lang=fr`, 'de');
  expect(headers['content-language']).toBe('fr');
  const links = Array.from(body.matchAll(/<a [^>]*href="([^"]*)"/g), ([, href = '']) => href);
  const own = links.filter((href) => /^\/(?!v1\/)/.test(href));
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter((href) => !href.endsWith('?lang=fr'))).toEqual([]);
  expect((await get(`${url}?lang=xx`, 'de')).headers['content-language']).toBe('en');
});

test('a page names every language in its own words', async () => {
  const { body } = await get('/', 'de');
  const links = Array.from(body.matchAll(/<a href="\?lang=(\w+)" hreflang="(\w+)" lang="(\w+)"[^>]*>([^<]+)</g));
  expect(links.map(([, ...found]) => found)).toEqual([
    ['en', 'en', 'en', 'English'],
    ['de', 'de', 'de', 'Deutsch'],
    ['es', 'es', 'es', 'Español'],
    ['fr', 'fr', 'fr', 'Français'],
  ]);
});

test('a join page has the steps in every language instead, because a link would lose the end of its address', async () => {
  const { body } = await get('/join', 'de');
  expect(body).not.toContain('href="?lang=');
  expect(Array.from(body.matchAll(/<details lang="(\w+)"/g), ([, language]) => language)).toEqual(['en', 'es', 'fr']);
  expect(body).toContain('Give it this link');
});

test('join links are the same for everybody', async () => {
  const links = new Set<string>();
  for (const language of languages) {
    const { body } = await get(`/studies/commute?lang=${language}`);
    for (const [link] of body.matchAll(/https:\/\/study\.example\/join[^"<]*/g)) links.add(link);
  }
  expect(links.size).toBe(1);
});

test('what machines read is in English, whatever they accept', async () => {
  for (const url of ['/v1/studies', '/v1/openapi.json', `/v1/rounds/${server.round.id}/results`, '/v1/nothing']) {
    const [german, english] = await Promise.all([get(url, 'de'), get(url, 'en')]);
    expect(german.body).toBe(english.body);
    expect(german.headers['content-language']).toBeUndefined();
    expect(german.headers.vary).toBeUndefined();
  }
  const problem = await server.app.inject({ url: '/studies/nothing', headers: { 'accept-language': 'de' } });
  expect(problem.json()).toMatchObject({ title: expect.stringMatching(/study/) });
});

test.each(languages)('the steps in %s name the buttons of the extension as it does', (language) => {
  const { say } = readerOf(language);
  const { welcome_join, review_start } = readSentences(language);
  // What the extension has no translation of is not compared.
  if (welcome_join !== undefined) expect(say('join_link')).toContain(welcome_join);
  if (review_start !== undefined) expect(say('join_decide')).toContain(review_start);
});

/** What an English page can hold: no two languages share it unless both catalogues have it. */
function literalsOf(catalogue: Catalogue): string[] {
  const found: string[] = [];
  for (const sentence of Object.values(catalogue)) {
    JSON.stringify(new IntlMessageFormat(sentence, 'en').getAst(), (key, value) => {
      if (value?.type === 0) found.push(value.value.trim());
      return key === 'location' ? undefined : value;
    });
  }
  return found;
}

/** Words of a page, and of its attributes that are read aloud or shown. */
function wordsOf(body: string): string[] {
  const attributes = Array.from(body.matchAll(/(?:aria-label|data-label)="([^"]*)"/g), ([, words = '']) => words);
  return [
    ...attributes,
    ...body.replace(/<(details lang=|nav class="languages").*?<\/(details|nav)>/g, '').split(/<[^>]+>/),
  ]
    .map((words) => words.replaceAll('&amp;', '&').trim())
    .filter((words) => /\p{L}/u.test(words));
}

/** All pages with released results of both kinds, and a map. */
async function everyPage(language: Language): Promise<string[]> {
  const bodies = await Promise.all(pages.map(async (url) => (await get(url, language)).body));
  const results = await Promise.all(
    server.study.rounds.map(async ({ id }) => roundResultsSchema.parse((await get(`/v1/rounds/${id}/results`)).json())),
  );
  const candidates = results.map(
    (result) => ({ ...result, manifest: { ...result.manifest, kind: 'candidates' } }) as RoundResults,
  );
  const visit = { reader: readerOf(language), asked: undefined };
  const map = { points: [{ text: 'p', x: 0, y: 0, weight: 1 }], parts: [{ like: 'p', share: 0.1234 }], rounds: [1, 2] };
  return [
    ...bodies,
    html(<ResultsPage stored={server.study} results={candidates} />, visit),
    html(
      <StudyPage
        stored={{ ...server.study, endedAt: undefined }}
        isClosed={() => true}
        joinLink="https://study.example/join"
        correction={server.study}
        map={{ state: 'ready', map }}
      />,
      visit,
    ),
  ];
}

test.each(translations)('no page in %s holds words of the English catalogue', async (language) => {
  const [english, own] = [literalsOf(readCatalogue('en')), literalsOf(readCatalogue(language))];
  const ownWords = own.join('\n');
  const single = new Set(english.filter((words) => !own.includes(words)));
  const long = english.filter((words) => /\p{L}{2,} \p{L}{2,}/u.test(words) && !ownWords.includes(words));
  expect(long.length).toBeGreaterThan(150);
  for (const body of await everyPage(language)) {
    const words = wordsOf(body);
    expect(words.length).toBeGreaterThan(10);
    expect(words.filter((text) => single.has(text) || long.some((sentence) => text.includes(sentence)))).toEqual([]);
  }
});

test.each(languages)('pages in %s hold the same numbers', async (language) => {
  const numbers = async (of: Language): Promise<string[]> =>
    (await everyPage(of)).map((body) =>
      wordsOf(body)
        .join(' ')
        .replace(/[\u00a0\u202f](?=\d{3})/g, '')
        .replace(/(\d)[.,](?=\d{3}(?!\d))/g, '$1')
        .replace(/(\d),(?=\d)/g, '$1.')
        .match(/[−\d][\d.]*/g)
        ?.map((number) => String(Number(number.replace('−', '-'))))
        .sort()
        .join(' '),
    ) as never;
  expect(await numbers(language)).toEqual(await numbers('en'));
});

test('the words of the researchers are marked with the language of the study', async () => {
  const { body } = await get('/studies/commute', 'de');
  expect(body).toContain('<h1 lang="en" dir="auto">How people travel</h1>');
  expect(body).toContain('<p lang="en" dir="auto">You answer one question.</p>');
  const results = await get('/studies/commute/results', 'de');
  expect(results.body).toContain('<bdi lang="en" dir="auto">night train</bdi>');
  expect(results.body).toMatch(/<td class="number share">\d+,\d\u00a0%<\/td>/);
});
