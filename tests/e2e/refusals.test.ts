import { expect } from 'vitest';
import { subsetSelection } from '../../core/privacy/subset-selection.ts';
import { sha256 } from '../../core/protocol/canonical-json.ts';
import type { JoinLink } from '../../core/protocol/join-link.ts';
import type { SignedStudy } from '../../core/protocol/study.ts';
import { makeReportsDue } from '../../harness/device-contents.ts';
import {
  forgeLog,
  forgeStudy,
  moveEmbeddings,
  saying,
  whileReplying,
  withOneByteChanged,
  withOtherSignature,
} from '../../harness/forged.ts';
import { until } from '../../harness/until.ts';
import { testInBothBrowsers } from './both-browsers.ts';

testInBothBrowsers(
  'a study that is not what its link names is refused in plain words, and nothing more is sent',
  {},
  async ({ server, wiretap, link, volunteer }) => {
    const person = await volunteer();
    const key = await server.signingKey('commute');
    const honest: SignedStudy = await (await fetch(`${server.origin}/v1/studies/${link.study}`)).json();
    const [question] = honest.document.questions;
    if (question === undefined || !('answerRule' in question)) throw new Error('expected a question of candidates');

    const refuse = async (named: JoinLink, said: unknown, words: RegExp) => {
      const before = wiretap.requests.length;
      await whileReplying(wiretap, /./, saying(said), async () => {
        const invitation = await person.openLink(named);
        expect(await invitation.reviewInVain(words)).not.toContain('Your decision');
        await invitation.close();
      });
      expect((await person.device()).studies).toEqual([]);
      expect(wiretap.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
        `GET /v1/studies/${named.study}`,
      ]);
    };

    await refuse(link, withOtherSignature(honest), /not signed with the key in your link/);
    const reworded = await forgeStudy(honest, { title: 'Another title' }, key, link);
    await refuse(link, reworded.signed, /another study than the one your link names/);
    const greedy = await forgeStudy(honest, { questions: [{ ...question, epsilon: 6 }] }, key, link);
    await refuse(greedy.link, greedy.signed, /epsilon 6, which is more than your cap of 4/);
    const model = { id: 'another-model', sha256: honest.document.model.sha256 };
    const foreign = await forgeStudy(honest, { model }, key, link);
    await refuse(foreign.link, foreign.signed, /language model that this version of the extension does not carry/);

    // The control: what the link names is accepted.
    await person.join(link);
  },
);

testInBothBrowsers(
  'a round that is not what the study signed, or asks for more, is refused in plain words, and nothing is sent',
  {},
  async ({ server, wiretap, link, rounds, volunteer }) => {
    const [round] = rounds;
    if (round?.manifest.kind !== 'candidates') throw new Error('expected a candidate round');
    const { manifest } = round;
    const person = await volunteer();
    await person.join(link);
    const key = await server.signingKey('commute');

    const logs = /^GET .*rounds$/;
    const batches = (hash: string) => new RegExp(`^GET .*${hash}$`);
    const refuse = async (words: RegExp, matches: RegExp, change: Parameters<typeof whileReplying>[2]) => {
      expect(await whileReplying(wiretap, matches, change, () => person.donate())).toMatch(words);
      const { outbox, charges, answeredRounds } = await person.device();
      expect({ outbox, charges, answeredRounds }).toEqual({ outbox: [], charges: [], answeredRounds: [] });
    };

    const signed = (await forgeLog(manifest, key)).rounds[0]?.signed;
    if (!signed) throw new Error('expected a signed round');
    await refuse(
      /not signed with the key of this study/,
      logs,
      saying({ rounds: [{ signed: withOtherSignature(signed), closed: false }] }),
    );
    await refuse(/do not fit the hash/, batches(manifest.texts.sha256), withOneByteChanged);
    await refuse(/do not fit the hash/, batches(manifest.embeddings.sha256), withOneByteChanged);
    // The control: the same round as its server really tells it is answered.
    expect(await person.donate()).toMatch(/Sealed/);
    await makeReportsDue(person.page);
    await person.untilDevice('the report to be sent', ({ receipts }) => receipts[0]?.outcome === 'sent');
    expect(server.storedReports(round.id)).toEqual({ recounted: 1, counted: 1 });
    expect(wiretap.seen(/^POST /)).toHaveLength(1);

    // From here on the log shows another history than the one this device has seen.
    const renamed = await forgeLog({ ...manifest, title: 'Another title' }, key);
    expect(await whileReplying(wiretap, logs, saying(renamed), () => person.donate())).toMatch(/another history/);
    // Home says so, and no longer once the server is as it was.
    const studies = await person.openStudies();
    await studies.shows(/another history[\s\S]*failed since/);
    await studies.tryAgain();
    await until('the problem to go', async () => !/another history|failed since/.test(await studies.page.text()));
  },
);

testInBothBrowsers(
  'a well-signed round over the consent, or with embeddings of other texts, is refused, and nothing is sent',
  {},
  async ({ server, wiretap, link, rounds, volunteer }) => {
    const [round] = rounds;
    if (round?.manifest.kind !== 'candidates') throw new Error('expected a candidate round');
    const { manifest } = round;
    const key = await server.signingKey('commute');
    const lies = moveEmbeddings(
      new Uint8Array(await (await fetch(`${server.origin}/v1/batches/${manifest.embeddings.sha256}`)).arrayBuffer()),
    );
    const embeddings = { ...manifest.embeddings, sha256: await sha256(lies) };
    wiretap.rewrite(new RegExp(embeddings.sha256), (reply) => ({ ...reply, status: 200, body: Buffer.from(lies) }));
    const greedy = { ...manifest, mechanism: subsetSelection(manifest.mechanism.domainSize, 6) };

    const person = await volunteer();
    for (const [forged, words] of [
      [{ ...manifest, embeddings }, /texts of this question do not belong to its embeddings/],
      [greedy, /asks for more than you agreed to/],
    ] as const) {
      // Joined anew each time: what was seen of one history would refuse the next one.
      await person.join(link);
      const log = await forgeLog(forged, key);
      expect(await whileReplying(wiretap, /^GET .*rounds$/, saying(log), () => person.donate())).toMatch(words);
      await person.leave();
    }
    const { outbox, charges, receipts } = await person.device();
    expect({ outbox, charges, receipts }).toEqual({ outbox: [], charges: [], receipts: [] });
    expect(wiretap.seen(/^POST /)).toEqual([]);
  },
);
