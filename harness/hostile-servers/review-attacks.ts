import { studyIdSchema } from '../../core/ids.ts';
import { decodeBase64Url, encodeBase64Url } from '../../core/protocol/base64url.ts';
import { canonicalBytes, sha256 } from '../../core/protocol/canonical-json.ts';
import { problem } from '../../core/protocol/errors.ts';
import { publicKeySchema, sign } from '../../core/protocol/signed.ts';
import type { Study2 } from '../../core/protocol/study.ts';
import { withOtherSignature } from '../forged.ts';
import type { StudyInMemory } from '../signed-study.ts';
import { type Attack, fragmentQuestion, openStudy } from './attacked-study.ts';
import {
  bytes,
  cut,
  drip,
  flood,
  gibberish,
  gzipBomb,
  hangUp,
  json,
  type Reply,
  redirect,
  silence,
} from './replies.ts';

const notUnderstood = /gave a reply that this version of the extension does not understand/;
const notReached = /could not be reached/;

/** The study is as it should be, and the reply is not. */
const replying = (name: string, reply: (made: StudyInMemory, stranger: string) => Reply, words: RegExp): Attack => ({
  name,
  words,
  async prepare({ stranger }) {
    const made = await openStudy(name);
    return { made, lies: { study: reply(made, stranger) } };
  },
});

/** A well-signed study with these fields under a link of its own; its schema may refuse it. */
const saying = (name: string, fields: object, words: RegExp): Attack => ({
  name,
  words,
  async prepare() {
    const made = await openStudy(name);
    const document = { ...made.signed.document, ...fields } as Study2;
    const study = studyIdSchema.parse(await sha256(canonicalBytes(document)));
    const signed = await sign(document, made.privateKey);
    return { made: { ...made, id: study }, lies: { study: json(signed) }, link: { study } };
  },
});

/** The neutral element: the signature (itself, 0) fits every document under it, where nobody looks. */
const neutral = publicKeySchema.parse(encodeBase64Url(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))));

export const reviewAttacks: readonly Attack[] = [
  replying(
    'a signature of nobody',
    ({ signed }) => json(withOtherSignature(signed)),
    /not signed with the key in your link/,
  ),
  {
    name: 'a key of its own',
    words: /not signed with the key in your link/,
    async prepare() {
      const made = await openStudy(this.name);
      const other = await openStudy('another study');
      return { made, lies: {}, link: { publicKey: other.publicKey } };
    },
  },
  {
    name: 'a key that signs everything',
    words: /not signed with the key in your link/,
    async prepare() {
      const made = await openStudy(this.name, { study: { publicKey: neutral } });
      const signature = encodeBase64Url(Uint8Array.from([...decodeBase64Url(neutral), ...new Uint8Array(32)]));
      return { made, lies: { study: json({ ...made.signed, signature }) }, link: { publicKey: neutral } };
    },
  },
  replying(
    'a field twice',
    ({ signed }) => bytes(JSON.stringify(signed).replace(/"title":"[^"]*"/, '$&,"title":"Other"')),
    /another study than/,
  ),
  replying(
    'a prototype in JSON',
    ({ signed }) => bytes(JSON.stringify(signed).replace('"document":{', '"document":{"__proto__":{"kind":"demo"},')),
    /does not understand|another study than/,
  ),
  replying(
    'an unknown field',
    ({ signed }) => json({ ...signed, document: { ...signed.document, more: 1 } }),
    notUnderstood,
  ),
  replying(
    'a number beyond all numbers',
    ({ signed }) => bytes(JSON.stringify(signed).replace('"cohorts":1', '"cohorts":1e999')),
    notUnderstood,
  ),
  replying(
    'part of a cohort',
    ({ signed }) => bytes(JSON.stringify(signed).replace('"cohorts":1', '"cohorts":1.5')),
    notUnderstood,
  ),
  replying(
    'a later version',
    ({ signed }) => json({ ...signed, document: { ...signed.document, format: 'data-donor/study/9' } }),
    /newer form .* Update the extension/,
  ),
  {
    name: 'the study of another link',
    words: /another study than the one your link names/,
    async prepare() {
      const [made, other] = [await openStudy(this.name), await openStudy('another study')];
      return { made, lies: { study: json(other.signed) } };
    },
  },
  saying('a greedy study', { questions: fragmentQuestion({ epsilon: 6 }) }, /more than your cap/),
  saying('an epsilon below zero', { questions: fragmentQuestion({ epsilon: -1 }) }, notUnderstood),
  saying('a study that has ended', { endsAt: '2020-01-01T00:00:00Z' }, /has ended/),
  saying('an end that is no time', { endsAt: 'never' }, notUnderstood),
  saying('a thousand cohorts', { cohorts: 1000 }, notUnderstood),
  saying('a pilot', { kind: 'pilot' }, /nobody can join it/),
  saying('a model of its own', { model: { id: '../../evil', sha256: '0'.repeat(64) } }, /does not carry/),
  saying('a title that runs backwards', { title: 'Safe \u202eyduts' }, notUnderstood),
  saying('a title with a bell', { title: 'A bell \u0007 rings' }, notUnderstood),
  saying('consent that hides its end', { consent: ['You agree.\u2066 hidden'] }, notUnderstood),
  saying(
    'a controller in disguise',
    { controller: { name: 'University\u202e', contact: 'a@b.example' } },
    notUnderstood,
  ),
  saying('a title without end', { title: 'x'.repeat(100_000) }, notUnderstood),
  replying('more than a study holds', () => bytes(' '.repeat(600 * 1024)), notUnderstood),
  replying('half a study', () => cut, notReached),
  replying('a closed door', () => hangUp, notReached),
  replying('no HTTP', () => gibberish, /could not be reached|does not understand/),
  replying('a flood', () => flood, notUnderstood),
  replying('a bomb', () => gzipBomb, notUnderstood),
  { ...replying('silence', () => silence, notReached), slow: true },
  { ...replying('one byte a second', () => drip, notReached), slow: true },
  replying('a redirect to a stranger', (_, stranger) => redirect(`${stranger}/v1/studies/x`, 302), notReached),
  replying('a lasting redirect', (_, stranger) => redirect(`${stranger}/`, 308), notReached),
  replying('a circle', ({ id }) => redirect(`/v1/studies/${id}`, 301), notReached),
  replying('a redirect to a file', () => redirect('file:///etc/passwd', 302), notReached),
  replying(
    'a redirect to data',
    ({ signed }) => redirect(`data:application/json,${encodeURIComponent(JSON.stringify(signed))}`, 302),
    notReached,
  ),
  replying(
    'a page',
    () => bytes('<!doctype html><script>alert(1)</script>', 200, { 'content-type': 'text/html' }),
    notUnderstood,
  ),
  replying('a page about an error', () => bytes('<h1>Internal Server Error</h1>', 500), notUnderstood),
  replying('an empty page', () => bytes(''), notUnderstood),
  replying('no content', () => bytes('', 204), notUnderstood),
  replying('a part of it', ({ signed }) => json(signed, 206), notUnderstood),
  replying('not modified', () => bytes('', 304), notUnderstood),
  replying(
    'a door with a lock',
    () => json(problem('not-authorised'), 401, { 'www-authenticate': 'Basic realm="Your password"' }),
    /could not reply this time/,
  ),
  replying(
    'an error that lies',
    (_, stranger) => json({ ...problem('internal-error', `Go to ${stranger}`), title: '<img src=x>' }, 500),
    /could not reply this time/,
  ),
  replying('an error under another status', () => json(problem('study-withdrawn'), 500), notUnderstood),
  replying('letters that are none', () => bytes(Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d])), notUnderstood),
  replying('brackets without end', () => bytes('['.repeat(500_000)), notUnderstood),
];
