import { expect } from 'vitest';
import { decodeVote } from '../../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../../core/protocol/base64url.ts';
import { reportSchema } from '../../core/protocol/report.ts';
import { testInBothBrowsers } from './both-browsers.ts';

const text = 'Anyone up for tennis on Saturday morning?';

testInBothBrowsers(
  'from consent to reports that the server has stored, at their time',
  { rounds: ['candidates', 'fragments'] },
  async ({ server, wiretap, typingPage, link, rounds, volunteer }) => {
    const person = await volunteer();
    await person.join(link);
    await person.allowSite(typingPage.origin);
    const page = await person.browser.openPage(typingPage.origin);
    await person.write(page, 'Message', text);
    await person.untilDevice('the draft to be kept', ({ drafts }) => drafts.some((draft) => draft.text === text));

    expect(await person.donate()).toMatch(/Sealed[\s\S]*Sealed/);
    expect(wiretap.seen(/^POST /)).toEqual([]);
    // The real delay of half a minute; other tests set the due time forward.
    const { receipts, drafts, outbox } = await person.untilDevice(
      'both reports to be sent',
      (device) => device.receipts.length === 2,
    );
    expect(outbox).toEqual([]);
    expect(receipts.map((receipt) => receipt.outcome)).toEqual(['sent', 'sent']);

    const reports = wiretap.seen(/^POST .v1.reports$/);
    expect(reports).toHaveLength(2);
    for (const { id, manifest } of rounds) {
      expect(server.storedReports(id)).toEqual({ recounted: 1, counted: 1 });
      const sent = reports.map(({ body }) => body.toString()).find((body) => body.includes(id)) ?? '';
      // Strict: a report holds a round, a vote and 16 random bytes, and nothing else.
      const report = reportSchema.parse(JSON.parse(sent));
      expect(decodeVote(decodeBase64Url(report.vote), manifest.mechanism)).toHaveLength(manifest.mechanism.subsetSize);
      expect(decodeBase64Url(report.nonce)).toHaveLength(16);
      const receipt = receipts.find(({ round }) => round === id);
      expect(receipt?.body).toBe(sent);
      expect(receipt?.trueAnswer).toBe(manifest.kind === 'candidates' ? 0 : manifest.texts.count);
    }
    // The draft is still on the device and went nowhere.
    expect(drafts).toHaveLength(1);
    for (const request of wiretap.requests) expect(request.raw.toString('latin1')).not.toMatch(/tennis/i);

    await server.stop('SIGKILL');
    for (const { id } of rounds) expect(server.storedReports(id)).toEqual({ recounted: 1, counted: 1 });
    expect(server.complaints).toBe('');
  },
);
