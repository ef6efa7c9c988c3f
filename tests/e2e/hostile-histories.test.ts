import { expect } from 'vitest';
import { problem } from '../../core/protocol/errors.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { sign } from '../../core/protocol/signed.ts';
import { makeReportsDue } from '../../harness/device-contents.ts';
import { openStudy } from '../../harness/hostile-servers/attacked-study.ts';
import { HostileServer, honestLog } from '../../harness/hostile-servers/hostile-server.ts';
import { json } from '../../harness/hostile-servers/replies.ts';
import { until } from '../../harness/until.ts';
import { testInBothBrowsers } from './both-browsers.ts';
import { donateAll, joinByCommand, openInvitation } from './hostile-visits.ts';

testInBothBrowsers(
  'a server that changes its past, comes back to life, or shares a study with another host leads nobody on',
  { rounds: ['fragments'] },
  async ({ volunteer }) => {
    const person = await volunteer();
    const [server, other] = [await HostileServer.start(), await HostileServer.start()];
    try {
      const twoRounds = { rounds: ['fragments', 'fragments'] } as const;
      const forked = await openStudy('a fork after an answer');
      const cut = await openStudy('rounds left out', twoRounds);
      const withdrawn = await openStudy('withdrawn and alive again');
      await person.join(server.host(forked));
      for (const made of [cut, withdrawn]) await joinByCommand(person, server.host(made));
      const first = await donateAll(person);
      for (const { signed } of [forked, cut, withdrawn]) expect(first(signed.document.title)).toMatch(/Sealed/);

      // The same study, shown from one host and then reviewed from another one.
      const shared = await openStudy('one study, two hosts');
      const shown = await openInvitation(person, server.host(shared));
      await shown.review();
      const elsewhere = await openInvitation(person, other.host(shared));
      await elsewhere.review();
      await shown.page.click('button', 'Accept and join');
      await shown.shows('no longer the one that this page showed');
      await elsewhere.accept();
      await shown.close();
      await elsewhere.close();
      const { studies } = await person.device();
      expect(studies.find(({ id }) => id === shared.id)).toMatchObject({ state: 'joined', server: other.origin });

      const twin = { ...(forked.rounds[0]?.signed.document as RoundManifest), title: 'Another past' };
      const signedTwin = await sign(twin, forked.privateKey);
      server.host(forked, { log: json({ rounds: [{ signed: signedTwin, closed: false }] }) });
      server.host(cut, { log: json({ rounds: honestLog(cut).rounds.slice(0, 1) }) });
      server.host(withdrawn, { log: json(problem('study-withdrawn'), 410) });
      const second = await donateAll(person);
      expect(second(forked.signed.document.title)).toMatch(/another history of rounds than before/);
      expect(second(cut.signed.document.title)).toMatch(/leaves out rounds that it showed before/);
      expect(second(withdrawn.signed.document.title)).toMatch(/withdrawn this study. This device has left it/);
      expect(second(shared.signed.document.title)).toMatch(/Sealed/);

      server.host(withdrawn, {});
      const asked = server.about(withdrawn.id).length;
      const third = await donateAll(person);
      expect(third(withdrawn.signed.document.title)).toBe('');
      expect(third(shared.signed.document.title)).toMatch(/Answered before/);
      expect(server.about(withdrawn.id)).toHaveLength(asked);
      await makeReportsDue(person.page);
      await until('the report to arrive', async () => other.reports(shared.id).length > 0);
      // What the study had sealed was cancelled with it.
      expect(server.reports(withdrawn.id)).toEqual([]);
      expect(server.about(shared.id)).toEqual([`GET /v1/studies/${shared.id}`]);
    } finally {
      await server.close();
      await other.close();
    }
  },
);
