import { expect, test } from 'vitest';
import type { RoundId, StudyId } from '../../core/ids.ts';
import { encodeVote } from '../../core/privacy/vote-codec.ts';
import { closesAt, opensAt, publication } from '../../harness/signed-study.ts';
import { secureRandom } from '../../server/secure-random.ts';
import type { StoredToken } from '../../server/store/access-store.ts';
import type { Submission } from '../../server/store/report-store.ts';
import { clock, database, onEachEngine, restart, store } from './opened-store.ts';
import { submissionTo } from './submissions.ts';

const random = secureRandom();

/** The same random bytes with another vote of one id. */
const withId = ({ round, nonce }: Submission, id: number): Submission => ({
  round,
  nonce,
  noisyVote: Uint8Array.of(id, 0),
});

async function publishRound(shape: Parameters<typeof publication>[0] = {}) {
  const published = await publication(shape);
  await store.publish(published);
  return published.rounds;
}
type Rounds = Awaited<ReturnType<typeof publishRound>>;
const first = (rounds: Rounds): Rounds[number] => rounds[0] as Rounds[number];

onEachEngine((engine) => {
  test('counts a report once, however often it is retried', async () => {
    const round = first(await publishRound());
    const report = submissionTo(round);
    expect(await store.submit(report)).toBe('stored');
    expect(await Promise.all([store.submit(report), store.submit(report), store.submit(report)])).toEqual(
      Array(3).fill('stored'),
    );
    expect((await store.counters(round.id)).reports).toBe(1);
  });

  test('counts identical reports that arrive together once', async () => {
    const round = first(await publishRound());
    const report = submissionTo(round);
    await Promise.all(Array.from({ length: 40 }, () => store.submit(report)));
    expect((await store.counters(round.id)).reports).toBe(1);
  });

  test('refuses the same random bytes with another vote, and the first stands', async () => {
    const round = first(await publishRound());
    const report = submissionTo(round);
    const id = report.noisyVote[0] as number;
    expect(await store.submit(report)).toBe('stored');
    expect(await store.submit(withId(report, (id + 1) % 21))).toBe('nonce-reused');
    expect(await store.submit(report)).toBe('stored');
    const { reports, noisySupports } = await store.counters(round.id);
    expect(reports).toBe(1);
    expect(noisySupports[id]).toBe(1);
  });

  test('keeps the random bytes of two rounds apart', async () => {
    const [one, two] = await publishRound({ rounds: 2 });
    const report = submissionTo(one as Rounds[number]);
    expect(await store.submit(report)).toBe('stored');
    expect(await store.submit({ ...report, round: (two as Rounds[number]).id })).toBe('stored');
  });

  test('refuses unknown, early, late and malformed reports and stores nothing of them', async () => {
    const round = first(await publishRound());
    const report = submissionTo(round);
    expect(await store.submit({ ...report, round: 'ab'.repeat(32) as RoundId })).toBe('unknown-round');
    expect(await store.submit(withId(report, 21))).toBe('malformed-vote');
    expect(await store.submit({ ...report, noisyVote: new Uint8Array(0) })).toBe('malformed-vote');
    expect(await store.submit({ ...report, noisyVote: Uint8Array.of(1, 0, 2, 0) })).toBe('malformed-vote');
    clock.now = opensAt - 1;
    expect(await store.submit(report)).toBe('round-not-open');
    clock.now = closesAt;
    expect(await store.submit(report)).toBe('round-closed');
    clock.now = opensAt;
    expect(await store.recount(round.id)).toEqual({ reports: 0, noisySupports: Array(21).fill(0) });
    // A refusal leaves no trace: the same bytes are welcome where they are right.
    expect(await store.submit(report)).toBe('stored');
  });

  test('a closed round takes no report, not even within its time, and closing twice changes nothing', async () => {
    const [round, other] = (await publishRound({ rounds: 2 })) as [Rounds[number], Rounds[number]];
    expect(await store.submit(submissionTo(round))).toBe('stored');
    await store.closeRound(round.id);
    await store.closeRound(round.id);
    expect(await store.submit(submissionTo(round))).toBe('round-closed');
    expect(await store.submit(submissionTo(other))).toBe('stored');
    expect((await store.publications()).studies[0]?.rounds.map(({ closed }) => closed)).toEqual([true, false]);
    expect((await store.counters(round.id)).reports).toBe(1);
  });

  test('counters equal a recount of the votes, before and after the round closes', async () => {
    const rounds = await publishRound({ rounds: 2, texts: 100, epsilon: 2 });
    const reports = Array.from({ length: 1500 }, (_, i) => submissionTo(rounds[i % 2] as Rounds[number]));
    const expected = new Map(rounds.map(({ id }) => [id, Array<number>(101).fill(0)]));
    for (const { round, noisyVote } of reports) {
      const counts = expected.get(round) as number[];
      for (let at = 0; at < noisyVote.length; at += 2)
        counts[noisyVote[at] as number] = (counts[noisyVote[at] as number] ?? 0) + 1;
    }
    expect(new Set(await Promise.all(reports.map(store.submit)))).toEqual(new Set(['stored']));
    for (const { id } of rounds) {
      const truth = { reports: 750, noisySupports: expected.get(id) };
      expect(await store.counters(id)).toEqual(truth);
      expect(await store.recount(id)).toEqual(truth);
      await store.closeRound(id);
      expect(await store.counters(id)).toEqual(truth);
      expect(await store.recount(id)).toEqual(truth);
    }
  });

  test('a release counts the pairs within each vote', async () => {
    const round = first(await publishRound({ texts: 4, epsilon: 0.5 }));
    expect(round.signed.document.mechanism.subsetSize).toBe(2);
    const votes = [
      [0, 1],
      [0, 1],
      [1, 4],
      [2, 3],
    ];
    for (const ids of votes.flatMap((vote) => Array<number[]>(20).fill(vote))) {
      await store.submit({ ...submissionTo(round), noisyVote: encodeVote(ids, round.signed.document.mechanism) });
    }
    await store.closeRound(round.id);
    const [release] = await store.releases(round.id);
    const pair = (u: number, v: number) => release?.noisyPairs?.[u * 5 + v];
    expect([pair(0, 1), pair(1, 0), pair(1, 4), pair(2, 3), pair(0, 4)]).toEqual([40, 40, 20, 20, 0]);
    expect([0, 1, 2, 3, 4].map((id) => pair(id, id))).toEqual((await store.counters(round.id)).noisySupports);
  });

  test('commits in groups while the writer is busy, and shuffles each group', async () => {
    const round = first(await publishRound({ texts: 9_999, epsilon: 8 }));
    const reports = Array.from({ length: 2000 }, () => submissionTo(round));
    await Promise.all(reports.map(store.submit));
    const segments = await database.segments();
    expect((await store.recount(round.id))?.reports).toBe(2000);
    expect(segments.length).toBeLessThan(200);
    const sent = new Map(reports.map(({ noisyVote }, i) => [Buffer.from(noisyVote).toString('hex'), i]));
    const width = 2 * round.signed.document.mechanism.subsetSize;
    for (const segment of segments.filter((bytes) => bytes.length >= 20 * width)) {
      const order = Array.from({ length: segment.length / width }, (_, i) =>
        sent.get(segment.subarray(i * width, (i + 1) * width).toString('hex')),
      );
      expect(order).not.toEqual(order.toSorted((a = 0, b = 0) => a - b));
    }
  });

  test('hides the order: segments lie by random keys, and a closed round is merged and shuffled anew', async () => {
    const round = first(await publishRound({ texts: 9_999, epsilon: 8 }));
    expect(round.signed.document.mechanism.subsetSize).toBeGreaterThan(1);
    const sent: string[] = [];
    // One at a time: an idle writer commits each report alone.
    for (let i = 0; i < 60; i++) {
      const report = submissionTo(round);
      sent.push(Buffer.from(report.noisyVote).toString('hex'));
      await store.submit(report);
    }
    const stored = async () => {
      const blobs = await database.segments();
      const nonces = (await database.nonceKeys()).length;
      const width = 2 * round.signed.document.mechanism.subsetSize;
      const votes = blobs.flatMap((blob) =>
        Array.from({ length: blob.length / width }, (_, i) =>
          blob.subarray(i * width, (i + 1) * width).toString('hex'),
        ),
      );
      return { segments: blobs.length, votes, nonces };
    };
    const whileOpen = await stored();
    expect(whileOpen.segments).toBe(60);
    expect(whileOpen.nonces).toBe(60);
    // Where rows lie as they were added, docs/threat-model.md says so.
    if (engine.liesByKey) expect(whileOpen.votes).not.toEqual(sent);
    await store.closeRound(round.id);
    const closed = await stored();
    expect(closed.segments).toBe(1);
    expect(closed.nonces).toBe(0);
    expect(closed.votes).not.toEqual(sent);
    expect(closed.votes).not.toEqual(whileOpen.votes);
    expect([...closed.votes].sort()).toEqual([...sent].sort());
  });

  test('no table has a column for a time of arrival, an address or an order', async () => {
    expect((await database.columns('segments')).sort()).toEqual(['key', 'round', 'votes']);
    expect((await database.columns('nonces')).sort()).toEqual(['key', 'round', 'tag']);
  });

  test('hides at a release which reports came before it', async () => {
    const round = first(await publishRound({ texts: 9_999, epsilon: 8, releases: 2 }));
    await vote(round, 50);
    expect(await store.release(round.id)).toBe(1);
    expect(await database.segments()).toHaveLength(1);
    await vote(round, 50);
    await store.closeRound(round.id);
    expect(await database.segments()).toHaveLength(1);
  });

  test('says "later" instead of growing without bound', async () => {
    const round = first(await publishRound());
    const outcomes = await Promise.all(Array.from({ length: 21_000 }, () => store.submit(submissionTo(round))));
    const stored = outcomes.filter((outcome) => outcome === 'stored').length;
    expect(stored).toBeGreaterThanOrEqual(20_000);
    expect(outcomes.filter((outcome) => outcome === 'too-many-requests').length).toBe(21_000 - stored);
    expect(stored).toBeLessThan(21_000);
    expect((await store.recount(round.id))?.reports).toBe(stored);
  });

  test('commits what waits before it closes, and is unavailable afterwards', async () => {
    const round = first(await publishRound());
    const outcomes = Array.from({ length: 1200 }, () => store.submit(submissionTo(round)));
    await restart(async () => {
      expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['stored']));
      expect(await store.submit(submissionTo(round))).toBe('storage-unavailable');
    });
    expect((await store.counters(round.id)).reports).toBe(1200);
  });

  test('recognises a retry after a restart', async () => {
    const round = first(await publishRound());
    const report = submissionTo(round);
    await store.submit(report);
    await restart();
    expect(await store.submit(report)).toBe('stored');
    expect((await store.counters(round.id)).reports).toBe(1);
  });

  test('publishes all of a publication or nothing, and a study name once', async () => {
    const published = await publication({ rounds: 2 });
    await store.publish(published);
    const { studies, batches } = await store.publications();
    expect(studies).toEqual([
      {
        ...published.study,
        withdrawn: false,
        endedAt: undefined,
        rounds: published.rounds.map((round) => ({ ...round, closed: false, withheld: false, votesDeleted: false })),
      },
    ]);
    expect(batches).toEqual(published.batches);
    await expect(store.publish(published)).rejects.toThrow(/unique/i);
    const other = await publication();
    const name = published.study.signed.document.name;
    const sameName = { ...other.study.signed, document: { ...other.study.signed.document, name } };
    await expect(store.publish({ ...other, study: { ...other.study, signed: sameName } })).rejects.toThrow(/unique/i);
    expect((await store.publications()).studies).toHaveLength(1);
  });

  test('keeps that a study was ended or withdrawn, and when it ended first', async () => {
    const published = [await publication(), await publication(), await publication()];
    for (const each of published) await store.publish(each);
    const [ended, withdrawn, both] = published.map(({ study }) => study.id) as [StudyId, StudyId, StudyId];
    await store.endStudy(ended, { now: 1, withdrawn: false });
    await store.endStudy(withdrawn, { now: 2, withdrawn: true });
    await store.endStudy(both, { now: 3, withdrawn: false });
    await store.endStudy(both, { now: 4, withdrawn: true });
    await store.endStudy(withdrawn, { now: 5, withdrawn: false });
    await restart();
    const found = new Map((await store.publications()).studies.map((study) => [study.id, study]));
    expect(found.get(ended)).toMatchObject({ withdrawn: false, endedAt: 1 });
    expect(found.get(withdrawn)).toMatchObject({ withdrawn: true, endedAt: 2 });
    expect(found.get(both)).toMatchObject({ withdrawn: true, endedAt: 3 });
  });

  async function vote(round: Rounds[number], times: number): Promise<void> {
    await Promise.all(Array.from({ length: times }, () => store.submit(submissionTo(round))));
  }
  const released = async ({ id }: Rounds[number]) => (await store.releases(id)).map(({ reports }) => reports);

  test.each([
    [49, []],
    [50, [50]],
    [51, [51]],
  ])(
    'a round that plans one release of 50 reports and has %i makes %j at its close, and none before',
    async (reports, expected) => {
      const round = first(await publishRound());
      await vote(round, reports);
      expect(await store.release(round.id)).toBe(0);
      await store.closeRound(round.id);
      expect(await released(round)).toEqual(expected);
      expect(await store.release(round.id)).toBe(expected.length);
    },
  );

  test('makes each planned release once there are enough new reports, and the last one at the close', async () => {
    const round = first(await publishRound({ releases: 3 }));
    await vote(round, 49);
    expect(await store.release(round.id)).toBe(0);
    await vote(round, 1);
    expect(await store.release(round.id)).toBe(1);
    const [counters] = await store.releases(round.id);
    expect(counters).toEqual({ ...(await store.counters(round.id)), noisyPairs: undefined });
    await vote(round, 49);
    expect(await Promise.all([store.release(round.id), store.release(round.id)])).toEqual([1, 1]);
    await vote(round, 11);
    expect(await Promise.all([store.release(round.id), store.release(round.id)])).toEqual([2, 2]);
    // The third is kept for the close.
    await vote(round, 60);
    expect(await store.release(round.id)).toBe(2);
    await store.closeRound(round.id);
    expect(await released(round)).toEqual([50, 110, 170]);
    // What was released stays as it was.
    expect((await store.releases(round.id))[0]).toEqual(counters);
    expect(await store.recount(round.id)).toEqual(await store.counters(round.id));
  });

  test('makes no last release when too few new reports came since the one before', async () => {
    const round = first(await publishRound({ releases: 2 }));
    await vote(round, 50);
    expect(await store.release(round.id)).toBe(1);
    await vote(round, 49);
    await store.closeRound(round.id);
    expect(await released(round)).toEqual([50]);
    expect((await store.counters(round.id)).reports).toBe(99);
  });

  test('a report that was stored before a release is still recognised after it', async () => {
    const round = first(await publishRound({ releases: 2 }));
    const report = submissionTo(round);
    await store.submit(report);
    await vote(round, 49);
    expect(await store.release(round.id)).toBe(1);
    expect(await store.submit(report)).toBe('stored');
    expect((await store.counters(round.id)).reports).toBe(50);
  });

  test('counts "no" and "yes" of each phrase of a prevalence poll', async () => {
    const round = first(await publishRound({ texts: 3, prevalence: true }));
    const vote = (id: number): Submission => ({
      round: round.id,
      nonce: random(16),
      noisyVote: encodeVote([id], { domainSize: 6, subsetSize: 1 }),
    });
    const ids = [...Array<number>(20).fill(0), ...Array<number>(7).fill(1), ...Array<number>(30).fill(5)];
    expect(new Set(await Promise.all(ids.map((id) => store.submit(vote(id)))))).toEqual(new Set(['stored']));
    const six = Uint8Array.of(6, 0);
    expect(await store.submit({ ...vote(0), noisyVote: six })).toBe('malformed-vote');
    const counters = { reports: 57, noisySupports: [20, 7, 0, 0, 0, 30] };
    expect(await store.counters(round.id)).toEqual(counters);
    expect(await store.recount(round.id)).toEqual(counters);
    await store.closeRound(round.id);
    expect(await store.releases(round.id)).toEqual([{ ...counters, noisyPairs: undefined }]);
    expect(await store.recount(round.id)).toEqual(counters);
  });

  test('deletes the votes of a closed round, and keeps its counters and releases', async () => {
    const [round, open] = (await publishRound({ rounds: 2 })) as [Rounds[number], Rounds[number]];
    await vote(round, 60);
    await vote(open, 60);
    await store.closeRound(round.id);
    const counters = await store.counters(round.id);
    const releases = await store.releases(round.id);
    await store.deleteVotes(round.id);
    await store.deleteVotes(round.id);
    // A round that is open is left as it is.
    await store.deleteVotes(open.id);
    expect(await store.recount(round.id)).toBeUndefined();
    expect(await store.counters(round.id)).toEqual(counters);
    expect(await store.releases(round.id)).toEqual(releases);
    expect(await store.recount(open.id)).toEqual(await store.counters(open.id));
    const [study] = (await store.publications()).studies;
    expect(study?.rounds.map(({ votesDeleted }) => votesDeleted)).toEqual([true, false]);
    expect(await store.submit(submissionTo(open))).toBe('stored');
  });

  const token = (name: string, more: Partial<StoredToken> = {}): StoredToken => ({
    ...{ name, study: 'commute', scope: 'run', hash: Uint8Array.from(random(32)), expiresAt: opensAt },
    ...more,
  });
  const named = async () => (await store.tokens()).map((each) => ({ ...each, hash: Uint8Array.from(each.hash) }));

  test('keeps tokens by name until they are revoked, and one that is made twice keeps its first hash', async () => {
    const [bo, ada] = [token('bo'), token('ada', { study: null, scope: 'read', expiresAt: 8_000_000_000_000 })];
    expect(await store.addToken(bo)).toBe(true);
    expect(await store.addToken(ada)).toBe(true);
    expect(await store.addToken(token('bo', { study: null }))).toBe(false);
    expect(await named()).toEqual([ada, bo]);
    await restart();
    expect(await named()).toEqual([ada, bo]);
    expect(await store.deleteToken('bo')).toBe(true);
    expect(await store.deleteToken('bo')).toBe(false);
    expect(await named()).toEqual([ada]);
    expect(await store.addToken(bo)).toBe(true);
  });

  test('of a token that is made twice at once, one is kept', async () => {
    const twins = await Promise.all([store.addToken(token('ada')), store.addToken(token('ada'))]);
    expect(twins.toSorted()).toEqual([false, true]);
  });

  test('has no place for when or from where a token was used', async () => {
    expect((await database.columns('access_tokens')).toSorted()).toEqual([
      'expires_at_ms',
      'hash',
      'name',
      'scope',
      'study',
    ]);
  });

  test('brings a database without tokens up to date, and loses nothing', async () => {
    const round = first(await publishRound());
    await store.submit(submissionTo(round));
    const published = await store.publications();
    await restart(() => database.setVersionBefore('tokens'));
    expect(await store.publications()).toEqual(published);
    expect((await store.counters(round.id)).reports).toBe(1);
    expect(await store.addToken(token('ada'))).toBe(true);
  });

  test('refuses a database of a later version in plain words', async () => {
    await expect(restart(() => database.setLaterVersion())).rejects.toThrow('start the newer program');
  });
});
