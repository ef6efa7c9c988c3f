import { expect } from 'vitest';
import { readFragmentAnswer } from '../../core/privacy/prevalence.ts';
import { decodeVote } from '../../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../../core/protocol/base64url.ts';
import { reportSchema } from '../../core/protocol/report.ts';
import { voteShape } from '../../core/protocol/votes.ts';
import { seededRandom } from '../../fleet/seeded-random.ts';
import { simulate } from '../../fleet/simulation.ts';
import { fetchResults, fetchRounds, sendReports } from '../../fleet/study-client.ts';
import { addDrafts, makeReportsDue } from '../../harness/device-contents.ts';
import { phrases } from '../../harness/study-folder.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'a prevalence poll from consent to its results: one phrase a device, yes or no',
  { rounds: ['prevalence'] },
  async ({ server, wiretap, link, rounds, volunteer }) => {
    const [round] = rounds;
    if (!round) throw new Error('expected a round');
    const person = await volunteer();
    const invitation = await person.openLink(link);
    const consent = await invitation.review();
    expect(consent).toMatch(/Have you typed this phrase[?][\s\S]*4 or more short phrases[\s\S]*yes or no/);
    expect(consent).toMatch(
      /With the answers yes and no to choose from, your vote holds your true answer about 98 times in 100/,
    );
    expect(consent).toMatch(/whoever sees a single vote can be nearly sure of your answer/);
    await invitation.accept();
    await invitation.close();

    // Whatever phrase is drawn: it was typed.
    await addDrafts(person.page, 'https://mail.example', [`First: ${phrases.join('. Then: ')}.`]);
    expect(await person.donate()).toMatch(/Sealed/);
    await makeReportsDue(person.page);
    const { receipts, rounds: kept } = await person.untilDevice(
      'the report to be sent',
      (device) => device.receipts[0]?.outcome === 'sent',
    );
    const fragment = kept[0]?.fragment ?? -1;
    const report = reportSchema.parse(JSON.parse(receipts[0]?.body ?? '{}'));
    const ids = decodeVote(decodeBase64Url(report.vote), voteShape(round.manifest));
    expect(ids.map((id) => readFragmentAnswer(id).fragment)).toEqual([fragment]);
    expect(receipts[0]?.trueAnswer).toBe(2 * fragment + 1);
    expect(wiretap.seen(/^POST /).map(({ body }) => body.toString())).toEqual([receipts[0]?.body]);
    expect(server.storedReports(round.id)).toEqual({ recounted: 1, counted: 1 });
    const page = await person.openReceipts();
    expect(await page.shows('the truth')).toContain(`yes to “${phrases[fragment]}”`);

    // Simulated volunteers of whom half typed the first phrase, and nobody any other.
    const draft = (text: string) => ({ text, embedding: new Float32Array() });
    const half = Array.from({ length: 400 }, (_, i) => [i % 2]);
    const world = { percents: new Map<string, number>(), volunteers: half };
    const drafts = [draft(`I ${phrases[0]} today`), draft('Nothing of this')];
    const random = seededRandom(3);
    const { reports } = simulate(world, drafts, await fetchRounds(link), { random, now: Date.now() });
    const signal = new AbortController().signal;
    await sendReports(server.origin, reports, { connections: 8, onProgress: () => {}, signal });
    await server.closeRound(round.id);
    const { outcome } = await fetchResults(server.origin, round.id);
    if (outcome.state !== 'released') throw new Error(`expected a release, found ${outcome.state}`);
    expect(outcome.reports).toBe(401);
    expect(outcome.asked?.reduce((sum, asked) => sum + asked, 0)).toBe(401);
    expect(outcome.none).toBeNull();
    const [first, ...others] = outcome.shares;
    expect(first).toMatchObject({ index: 0, significant: true, rankLow: 1, rankHigh: 1 });
    expect(first?.low).toBeLessThan(0.5);
    expect(first?.high).toBeGreaterThan(0.5);
    for (const { low, high } of others) {
      expect(low).toBeLessThan(0.05);
      expect(high).toBeLessThan(0.3);
    }
  },
);
