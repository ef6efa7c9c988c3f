import { expect } from 'vitest';
import type { RoundId } from '../../core/ids.ts';
import { makeReportsDue } from '../../harness/device-contents.ts';
import { type Attack, openStudy } from '../../harness/hostile-servers/attacked-study.ts';
import { HostileServer, honestLog, type Lies, startStranger } from '../../harness/hostile-servers/hostile-server.ts';
import { withPlantedHeaders } from '../../harness/hostile-servers/planted-headers.ts';
import { bytes, json } from '../../harness/hostile-servers/replies.ts';
import { reportAttacks } from '../../harness/hostile-servers/report-attacks.ts';
import { reviewAttacks } from '../../harness/hostile-servers/review-attacks.ts';
import { roundAttacks } from '../../harness/hostile-servers/round-attacks.ts';
import type { StudyInMemory } from '../../harness/signed-study.ts';
import { testInBothBrowsers } from './both-browsers.ts';
import { donateAll, joinByCommand, mount, openInvitation } from './hostile-visits.ts';

/** What a browser sends back only where a server has planted it. */
const neverSent = /^(origin|referer|cookie|authorization|if-.*|dpr|device-memory|sec-ch-ua-(arch|full.*)|alt-used)$/i;

/** Adds what a server may plant to the honest replies about a study. */
const planting = (made: StudyInMemory, stranger: string): Lies => ({
  study: withPlantedHeaders(json(made.signed), stranger),
  log: withPlantedHeaders(json(honestLog(made)), stranger),
  batch: withPlantedHeaders(bytes(made.batches[0]?.bytes ?? ''), stranger),
  report: withPlantedHeaders(json({ status: 'stored' }, 202), stranger),
});

testInBothBrowsers(
  'hostile servers are refused in plain words, learn nothing, and keep nobody from an honest study',
  { rounds: ['fragments'], epsilon: 1 },
  async ({ volunteer, link, rounds, server: realServer }) => {
    const person = await volunteer();
    const server = await HostileServer.start();
    const stranger = await startStranger();
    try {
      const mountAll = <Each extends Attack>(attacks: readonly Each[]) =>
        Promise.all(attacks.map(async (attack) => ({ ...attack, ...(await mount(server, attack, stranger.origin)) })));

      // Joined by hand: what the browser grants here, the studies below need too.
      const planted = await openStudy('<img src=x onerror=alert(1)> & planted headers');
      await person.join(server.host(planted, planting(planted, stranger.origin)));
      const honest = await openStudy('an honest study');
      const attacks = await mountAll(roundAttacks);
      const receivers = await mountAll(reportAttacks);
      const expectRefused = (said: (name: string) => string, refused: typeof attacks): void => {
        for (const { name, words, made } of refused) {
          expect(said(name), name).toMatch(words);
          const asked = new Set(server.about(made.id));
          expect([...asked].join('\n'), name).not.toMatch(/^(?!GET )/m);
          expect(asked.size, `${name}: ${[...asked].join(', ')}`).toBeLessThanOrEqual(10);
        }
      };

      // Servers that never finish a reply keep a device waiting; meanwhile the reviews go on.
      const slowAttacks = attacks.filter(({ slow: isSlow }) => isSlow);
      for (const { link: hostile } of slowAttacks) await joinByCommand(person, hostile);
      const waitingFor = donateAll(person);
      waitingFor.catch(() => {});
      const slow: Promise<void>[] = [];
      for (const { name, words, slow: isSlow, link: hostile } of await mountAll(reviewAttacks)) {
        const page = await openInvitation(person, hostile);
        await page.page.click('button', 'Review this study');
        const refused = page.shows(words).then(async (text) => {
          expect(text, name).not.toContain('Your decision');
          // Firefox asks up to ten times again, in the same words, when a connection is cut.
          expect(new Set(server.about(hostile.study)), name).toEqual(new Set([`GET /v1/studies/${hostile.study}`]));
          await page.close();
        });
        if (isSlow) slow.push(refused);
        else await refused;
      }
      await Promise.all(slow);

      expectRefused(await waitingFor, slowAttacks);
      for (const { link: hostile } of slowAttacks) await person.command('leave-study', { study: hostile.study });

      const quickAttacks = attacks.filter(({ slow: isSlow }) => !isSlow);
      await joinByCommand(person, server.host(honest));
      for (const { link: hostile } of [...quickAttacks, ...receivers]) await joinByCommand(person, hostile);
      const said = await donateAll(person);
      expectRefused(said, quickAttacks);
      const sealed = [honest, planted, ...receivers.map(({ made }) => made)];
      for (const { signed } of sealed.filter((made) => made !== planted))
        expect(said(signed.document.title)).toMatch(/Sealed/);
      const { outbox, receipts: early, charges, answeredRounds } = await person.device();
      const reports = [...outbox, ...early];
      const thousands = attacks.find(({ name }) => name === 'thousands of rounds');
      const mayBeSealed = new Set([...sealed, ...(thousands ? [thousands.made] : [])].map(({ id }) => id));
      expect(new Set(reports.map(({ study }) => study))).toEqual(mayBeSealed);
      expect([charges.length, answeredRounds.length]).toEqual([reports.length, reports.length]);
      if (thousands) await person.command('leave-study', { study: thousands.made.id });

      // Reports leave, and whatever a server says to them, the same bytes wait or the attempt is over.
      for (const attempt of [1, 2]) {
        await makeReportsDue(person.page);
        const waiting = receivers.filter(({ fate }) => fate === 'waits');
        await person.untilDevice('every report to be tried', ({ outbox: waits }) =>
          waiting.every(({ made }) => waits.some(({ study, attempts }) => study === made.id && attempts === attempt)),
        );
      }
      const { outbox: waits, receipts } = await person.untilDevice('the attempts to end', ({ receipts: done }) =>
        [honest, planted].every(({ id }) => done.some(({ study, outcome }) => study === id && outcome === 'sent')),
      );
      for (const { name, fate, made } of receivers) {
        const [sent] = server.reports(made.id);
        expect(new Set(server.reports(made.id)), name).toEqual(new Set([sent]));
        if (fate === 'waits') expect(waits.find(({ study }) => study === made.id)?.body, name).toBe(sent);
        else expect(receipts.find(({ study }) => study === made.id)?.outcome, name).toBe('refused');
        expect(
          server.about(made.id).filter((each) => !/^(GET|POST) \/v1\/(studies|batches|reports)/.test(each)),
        ).toEqual([]);
      }

      // The real study server, after all of them.
      await person.join(link);
      await donateAll(person);
      await makeReportsDue(person.page);
      await person.untilDevice('the honest report to be sent', ({ receipts: done }) =>
        done.some(({ study, outcome }) => study === link.study && outcome === 'sent'),
      );
      expect(realServer.storedReports(rounds[0]?.id as RoundId)).toEqual({ recounted: 1, counted: 1 });

      expect(stranger.asked(), 'requests to a stranger').toBe(0);
      const names = new Set(server.requests.flatMap(({ rawHeaders }) => rawHeaders.filter((_, i) => i % 2 === 0)));
      expect([...names].filter((name) => neverSent.test(name))).toEqual([]);
      const unknown = server.requests.filter(({ study }) => study === undefined);
      expect(new Set(unknown.map(({ path }) => path))).toEqual(new Set([`/v1/studies/${'0'.repeat(64)}`]));
    } finally {
      await server.close();
      await stranger.close();
    }
  },
);
