import { encodeEmbeddings } from '../../core/embedding/batch.ts';
import { subsetSelection } from '../../core/privacy/subset-selection.ts';
import { problem } from '../../core/protocol/errors.ts';
import { sign } from '../../core/protocol/signed.ts';
import type { Study2 } from '../../core/protocol/study.ts';
import { withOtherSignature } from '../forged.ts';
import { referenceEmbeddings } from '../reference-embeddings.ts';
import { embedText, type SignedStudyChoices, type StudyInMemory, signStudy } from '../signed-study.ts';
import { type Attack, fragmentQuestion, openStudy, smallEpsilon, withFields } from './attacked-study.ts';
import { honestLog, type Lies } from './hostile-server.ts';
import { bytes, drip, flood, gzipBomb, json, redirect, silence } from './replies.ts';

const notUnderstood = /gave a reply that this version of the extension does not understand/;
const notReached = /could not be reached/;
const tooMuch = /asks for more than you agreed to/;
const noTrust = /texts of this question cannot be trusted/;

/** A study with other fields or rounds, all of it well signed and told as it is. */
const signing = (name: string, words: RegExp, choices: SignedStudyChoices): Attack => ({
  name,
  words,
  prepare: async () => ({ made: await openStudy(name, choices), lies: {} }),
});

/** A round that leaves the study's consent in these fields. */
const asking = (name: string, fields: object, study: Partial<Study2> = {}, words = tooMuch): Attack =>
  signing(name, words, { study, round: withFields(fields) });

/** An honest study, and lies about it. */
const lying = (
  name: string,
  words: RegExp,
  lies: (made: StudyInMemory, stranger: string) => Lies | Promise<Lies>,
  choices: SignedStudyChoices = {},
): Attack => ({
  name,
  words,
  async prepare({ stranger }) {
    const made = await openStudy(name, choices);
    return { made, lies: await lies(made, stranger) };
  },
});

/** A log of these rounds, whatever the study has signed. */
const logOf = (rounds: readonly unknown[]): Lies => ({
  log: json({ rounds: rounds.map((signed) => ({ signed, closed: false })) }),
});

const two = { rounds: ['fragments', 'fragments'] } as const;
/** Longest log that a device reads. */
const longestLog = 10_000;

/** Two short messages, so that a device checks them in a moment. */
const short = referenceEmbeddings.filter(({ text }) => /^(Running ten|Can you pick)/.test(text));
const [first, second] = short.map(({ text }) => text);
const messages = [first as string, second as string];
const vectors = short.map(({ floatEmbedding }) => floatEmbedding);
/** A candidate round of two messages over these vectors. */
const over = (name: string, words: RegExp, embeddings: Uint8Array<ArrayBuffer>): Attack =>
  signing(name, words, { rounds: ['candidates'], candidates: messages, embeddings });

const changed = (change: (view: DataView, batch: Uint8Array) => void): Uint8Array<ArrayBuffer> => {
  const batch = encodeEmbeddings(vectors);
  change(new DataView(batch.buffer), batch);
  return batch;
};

export const roundAttacks: readonly Attack[] = [
  // Beyond consent.
  asking('a greedy round', { mechanism: subsetSelection(3, 1) }),
  asking('odds that differ', { mechanism: { ...subsetSelection(3, smallEpsilon), subsetSize: 2 } }),
  asking('weights without measure', {
    mechanism: { ...subsetSelection(3, smallEpsilon), weightTrue: 2 ** 50, weightOther: 1 },
  }),
  asking(
    'weights beyond exactness',
    { mechanism: { ...subsetSelection(3, smallEpsilon), weightTrue: 2 ** 53 - 1 } },
    {},
    notUnderstood,
  ),
  asking('a domain of its own', { mechanism: subsetSelection(4, smallEpsilon) }, {}, notUnderstood),
  asking('next to no epsilon', { mechanism: subsetSelection(3, 1e-5) }),
  asking('a longer look back', { windowDays: 30 }, { questions: fragmentQuestion({ windowDays: 7 }) }),
  asking('another way to ask', { poll: 'prevalence', mechanism: subsetSelection(2, smallEpsilon) }),
  asking('more releases', { release: { releases: 5, minimumReports: 50 } }),
  asking('smaller releases', { release: { releases: 1, minimumReports: 50 } }, { minimumReports: 200 }),
  asking('a cohort too many', { cohorts: [0, 1] }),
  signing('fewer texts', tooMuch, { study: { questions: fragmentQuestion({ fewestTexts: 5 }) } }),
  signing('more drafts', tooMuch, { rounds: ['candidates'], round: withFields({ recentDrafts: 500 }) }),
  signing('another answer rule', tooMuch, { rounds: ['candidates'], round: withFields({ answerRule: 'closest' }) }),
  // Time.
  asking(
    'a round that closes before it opens',
    { opensAt: '2126-01-01T00:00:00Z', closesAt: '2020-01-01T00:00:00Z' },
    {},
    notUnderstood,
  ),
  asking('a day that is none', { closesAt: '2126-02-30T00:00:00Z' }, {}, notUnderstood),
  // The log.
  lying('a round that nobody signed', /not signed with the key of this study/, ({ rounds }) =>
    logOf(rounds.map(({ signed }) => withOtherSignature(signed))),
  ),
  lying('a round under another key', /not signed with the key of this study/, async ({ rounds }) => {
    const { privateKey } = await signStudy();
    return logOf(await Promise.all(rounds.map(({ signed }) => sign(signed.document, privateKey))));
  }),
  lying("another study's round", /belongs to another study/, async ({ publicKey, privateKey }) => {
    const other = await openStudy('another study', { sharedKey: { publicKey, privateKey } });
    return { log: json(honestLog(other)) };
  }),
  lying(
    'rounds in another order',
    /not one chain/,
    ({ rounds }) => logOf(rounds.map(({ signed }) => signed).toReversed()),
    two,
  ),
  lying(
    'a chain without its start',
    /not one chain/,
    ({ rounds }) => logOf(rounds.slice(1).map(({ signed }) => signed)),
    two,
  ),
  lying('the same round twice', /not one chain/, ({ rounds }) => logOf([rounds[0]?.signed, rounds[0]?.signed])),
  lying('two rounds in one place', /not one chain/, async ({ rounds, privateKey }) => {
    const signed = rounds[0]?.signed;
    return logOf([signed, signed && (await sign({ ...signed.document, title: 'A twin' }, privateKey))]);
  }),
  lying('a round of a later version', /newer form .* Update the extension/, ({ rounds }) =>
    logOf(rounds.map(({ signed }) => ({ ...signed, document: { ...signed.document, format: 'data-donor/round/7' } }))),
  ),
  lying('a log with more to say', notUnderstood, (made) => ({ log: json({ ...honestLog(made), install: 'a1' }) })),
  lying('a log without end', notUnderstood, ({ rounds }) => logOf(Array(longestLog + 1).fill(rounds[0]?.signed))),
  signing('thousands of rounds', /answers no more questions of this study/, {
    rounds: Array(1_000).fill('fragments'),
    fragmentsOf: (round) => [`thousands of rounds, ${round}`, `and ${round}`],
  }),
  lying('a log behind a redirect', notReached, (_, stranger) => ({ log: redirect(`${stranger}/rounds`, 307) })),
  { ...lying('a log that never comes', notReached, () => ({ log: silence })), slow: true },
  lying('a log that floods', notUnderstood, () => ({ log: flood })),
  lying('a log that bursts', notUnderstood, () => ({ log: gzipBomb })),
  lying('a server that is always busy', /could not reply this time/, () => ({
    log: json(problem('too-many-requests'), 429, { 'retry-after': '1' }),
  })),
  lying('a server without a disk', /could not reply this time/, () => ({
    log: json(problem('storage-unavailable'), 503, { 'retry-after': '99999999999' }),
  })),
  lying('a log of another server', /does not know this study/, () => ({ log: json(problem('unknown-study'), 404) })),
  signing('a round that runs backwards', notUnderstood, { round: withFields({ title: 'Safe \u202eyduts' }) }),
  // Corrections.
  lying('a correction that is not there', /does not know this study/, (made) => ({
    log: json({ ...honestLog(made), correctedBy: '0'.repeat(64) }),
  })),
  lying('a correction of itself', /does not lead to/, (made) => ({
    log: json({ ...honestLog(made), correctedBy: made.id }),
  })),
  {
    name: 'a correction of another study',
    words: /does not lead to/,
    async prepare() {
      const made = await openStudy(this.name);
      const other = await openStudy('another study', { sharedKey: made });
      const next = await openStudy('its correction', {
        sharedKey: made,
        study: { corrects: { study: other.id, keySignature: null } },
      });
      return { made, also: [next], lies: { log: json({ ...honestLog(made), correctedBy: next.id }) } };
    },
  },
  {
    name: 'a correction under a stolen name',
    words: /does not lead to/,
    async prepare() {
      const made = await openStudy(this.name);
      const corrects = { study: made.id, keySignature: 'A'.repeat(86) };
      const next = await openStudy('its correction', { study: { corrects } });
      return { made, also: [next], lies: { log: json({ ...honestLog(made), correctedBy: next.id }) } };
    },
  },
  {
    name: 'a correction that asks for more',
    words: /have corrected this study. Nothing is answered until you have read the new one/,
    async prepare() {
      const made = await openStudy(this.name);
      const corrects = { study: made.id, keySignature: null };
      const next = await openStudy('its correction', { sharedKey: made, epsilon: 4, study: { corrects } });
      return { made, also: [next], lies: { log: json({ ...honestLog(made), correctedBy: next.id }) } };
    },
  },
  lying('a study that was withdrawn', /withdrawn this study. This device has left it/, () => ({
    log: json(problem('study-withdrawn'), 410),
  })),
  // Texts.
  lying('other texts', /do not fit the hash/, () => ({ batch: bytes('["a","b"]') })),
  lying('texts behind a redirect', notReached, (_, stranger) => ({ batch: redirect(`${stranger}/texts`, 301) })),
  lying('texts that flood', /larger than one donation may fetch/, () => ({ batch: flood })),
  lying('texts that burst', /larger than one donation may fetch/, () => ({ batch: gzipBomb })),
  { ...lying('texts, one byte a second', notReached, () => ({ batch: drip })), slow: true },
  signing('texts that are none', noTrust, { fragments: 'not a list' as never }),
  signing('a text too many', noTrust, {
    round: (manifest) => ({
      ...manifest,
      texts: { ...manifest.texts, count: 3 },
      mechanism: subsetSelection(4, smallEpsilon),
    }),
  }),
  signing('a text of nothing', noTrust, { fragments: ['  ', 'something'] }),
  signing('a text without end', noTrust, { fragments: ['x'.repeat(1_000_000), 'y'] }),
  signing('a text that runs backwards', noTrust, { fragments: ['a bus \u202eeert', 'a tree'] }),
  signing('a text with a bell', noTrust, { fragments: ['a bell \u0007', 'a tree'] }),
  // Vectors.
  over('vectors of other texts', /do not belong to its embeddings/, encodeEmbeddings(messages.map(embedText))),
  over(
    'one vector of another text',
    /do not belong to its embeddings/,
    encodeEmbeddings([vectors[0], vectors[0]] as Float32Array[]),
  ),
  over(
    'vectors without length',
    /do not belong to its embeddings/,
    changed((_, batch) => batch.fill(0, 20)),
  ),
  over(
    'vectors that are no numbers',
    noTrust,
    changed((view) => view.setFloat32(12, Number.NaN, true)),
  ),
  over(
    'vectors without bound',
    noTrust,
    changed((view) => view.setFloat32(12, Number.POSITIVE_INFINITY, true)),
  ),
  over('a vector too many', noTrust, encodeEmbeddings([...vectors, vectors[0] as Float32Array])),
  over('vectors of another room', noTrust, encodeEmbeddings(messages.map(() => [1, 0, 0]))),
  over(
    'a batch that says it is larger',
    noTrust,
    changed((view) => view.setUint32(4, 2 ** 32 - 1, true)),
  ),
];
