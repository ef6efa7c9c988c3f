import { expect } from 'vitest';
import type { RoundId } from '../../core/ids.ts';
import { problem } from '../../core/protocol/errors.ts';
import { formatJoinLink, type JoinLink } from '../../core/protocol/join-link.ts';
import type { RoundManifest } from '../../core/protocol/manifest.ts';
import { sign } from '../../core/protocol/signed.ts';
import { makeReportsDue } from '../../harness/device-contents.ts';
import { InvitationPage } from '../../harness/extension-pages.ts';
import { type Attack, type Attacked, openStudy } from '../../harness/hostile-servers/attacked-study.ts';
import { HostileServer, honestLog, type Lies, startStranger } from '../../harness/hostile-servers/hostile-server.ts';
import { withPlantedHeaders } from '../../harness/hostile-servers/planted-headers.ts';
import { bytes, json } from '../../harness/hostile-servers/replies.ts';
import { reportAttacks } from '../../harness/hostile-servers/report-attacks.ts';
import { reviewAttacks } from '../../harness/hostile-servers/review-attacks.ts';
import { roundAttacks } from '../../harness/hostile-servers/round-attacks.ts';
import type { StudyInMemory } from '../../harness/signed-study.ts';
import { until } from '../../harness/until.ts';
import type { Volunteer } from '../../harness/volunteer.ts';
import { testInBothBrowsers } from './both-browsers.ts';

/** What a browser sends back only where a server has planted it. */
const neverSent = /^(origin|referer|cookie|authorization|if-.*|dpr|device-memory|sec-ch-ua-(arch|full.*)|alt-used)$/i;

/** Puts an attack on the server, and returns the link that volunteers get. */
async function mount(server: HostileServer, attack: Attack, stranger: string): Promise<Attacked & { link: JoinLink }> {
  const attacked = await attack.prepare({ origin: server.origin, stranger });
  for (const made of attacked.also ?? []) server.host(made);
  return { ...attacked, link: { ...server.host(attacked.made, attacked.lies), ...attacked.link } };
}

async function openInvitation(person: Volunteer, link: JoinLink): Promise<InvitationPage> {
  const path = `src/pages/review/index.html#${encodeURIComponent(formatJoinLink(link))}`;
  return new InvitationPage(await person.browser.openExtensionPage(path));
}

/** Joins as the pages do, without their clicks; the permissions were given before. */
async function joinByCommand(person: Volunteer, link: JoinLink): Promise<void> {
  expect(await person.command('review-study', { link: formatJoinLink(link) })).toMatchObject({ ok: true });
  expect(await person.command('join-study', { study: link.study, server: link.server })).toEqual({ ok: true });
}

/** What the popup says in the end, by the title of the round or study. */
async function donateAll(person: Volunteer): Promise<(name: string) => string> {
  const popup = await person.clickDonate();
  await popup.outcome();
  const lines = await popup.page.evaluate(() =>
    [...document.querySelectorAll('.outcomes li')].map(
      (line) => `${line.querySelector('strong')?.textContent}\n${line.textContent}`,
    ),
  );
  await popup.close();
  return (name) => lines.filter((line) => line.startsWith(`${name}\n`)).join('\n');
}

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
      await joinByCommand(person, server.host(honest));
      const attacks = await mountAll(roundAttacks);
      const receivers = await mountAll(reportAttacks);
      for (const { link: hostile } of [...attacks, ...receivers]) await joinByCommand(person, hostile);

      // The servers that never reply take the longest, so all else goes on beside them.
      const donating = donateAll(person);
      donating.catch(() => {});
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

      const said = await donating;
      for (const { name, words, made } of attacks) {
        expect(said(name), name).toMatch(words);
        const asked = [...new Set(server.about(made.id))];
        expect(
          asked.filter((each) => !each.startsWith('GET ')),
          name,
        ).toEqual([]);
        expect(asked.length, `${name}: ${asked.join(', ')}`).toBeLessThanOrEqual(10);
      }
      const sealed = [honest, planted, ...receivers.map(({ made }) => made)];
      for (const { signed } of sealed) expect(said(signed.document.title)).toMatch(/Sealed/);
      const { outbox, charges, answeredRounds } = await person.device();
      const thousands = attacks.find(({ name }) => name === 'thousands of rounds');
      const mayBeSealed = new Set([...sealed, ...(thousands ? [thousands.made] : [])].map(({ id }) => id));
      expect(new Set(outbox.map(({ study }) => study))).toEqual(mayBeSealed);
      expect([charges.length, answeredRounds.length]).toEqual([outbox.length, outbox.length]);
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
      for (const { made, slow: isSlow } of attacks) {
        if (isSlow) await person.command('leave-study', { study: made.id });
      }
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
