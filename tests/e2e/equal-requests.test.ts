import { expect } from 'vitest';
import { addDrafts, makeReportsDue } from '../../harness/device-contents.ts';
import { header } from '../../harness/http-message.ts';
import { candidates } from '../../harness/study-folder.ts';
import type { Volunteer } from '../../harness/volunteer.ts';
import type { WiredRequest } from '../../harness/wiretap.ts';
import { testInBothBrowsers, type World } from './both-browsers.ts';

/** Whatever a server may try to plant so that it comes back with the next request. */
const planted = (value: number): [string, string][] => [
  ['ETag', `"install-${value}"`],
  ['Last-Modified', new Date(1_700_000_000_000 + value * 1000).toUTCString()],
  ['Set-Cookie', `install=${value}; Max-Age=86400`],
  ['Cache-Control', 'private, max-age=86400'],
  ['Accept-CH', 'Sec-CH-UA-Full-Version-List, Sec-CH-UA-Arch, Device-Memory, DPR, Sec-CH-Prefers-Color-Scheme'],
];

const neverSent =
  /^(origin|referer|cookie|authorization|if-none-match|if-modified-since|dnt|sec-gpc|dpr|device-memory|sec-ch-ua-arch|.*full-version.*)$/i;

/** All requests of one volunteer, from the review to two sent reports and one more look at the rounds. */
async function requestsOf(person: Volunteer, { wiretap, link }: World): Promise<WiredRequest[]> {
  const before = wiretap.requests.length;
  await person.join(link);
  expect(await person.donate()).toMatch(/Sealed[\s\S]*Sealed/);
  const { rounds, outbox } = await person.device();
  // The time of each report is the one that was stored before any draft was read.
  const times = rounds.map(({ round, sendAt }) => [round, sendAt]);
  expect(outbox.map(({ round, sendAt }) => [round, sendAt]).sort()).toEqual(times.sort());
  await makeReportsDue(person.page);
  await person.untilDevice('both reports to be sent', ({ receipts }) => receipts.length === 2);
  expect(await person.donate()).toMatch(/Answered before/);
  return wiretap.requests.slice(before);
}

/** All of a request that a server can tell apart, but for the vote and the random bytes. */
const visible = ({ startLine, headers, body }: WiredRequest) => ({ startLine, headers, bytes: body.length });

testInBothBrowsers(
  'a device without drafts and another install with 20 drafts send equal requests, whatever the server plants',
  { rounds: ['candidates', 'fragments'] },
  async (world) => {
    let answers = 0;
    world.wiretap.rewrite(/./, (answer) => ({ ...answer, headers: [...answer.headers, ...planted(answers++)] }));

    const silent = await world.volunteer({ languages: ['en-US', 'en'] });
    const requests = await requestsOf(silent, world);
    await silent.browser.openPage(world.typingPage.origin);
    await silent.browser.close();

    const talkative = await world.volunteer({ languages: ['fr-CA', 'de'], asksNotToBeTracked: true });
    const drafts = Array.from({ length: 20 }, (_, i) => `${candidates[i % 6]} And that for the time number ${i}.`);
    await addDrafts(talkative.page, 'https://mail.example', drafts);
    const otherRequests = await requestsOf(talkative, world);
    await talkative.browser.openPage(world.typingPage.origin);

    // The control: to an ordinary site the two installs do differ.
    const [visit, otherVisit] = world.typingPage.visits;
    expect(visit?.['accept-language']).toMatch(/^en/);
    expect(otherVisit?.['accept-language']).toMatch(/^fr/);
    expect([visit?.dnt, otherVisit?.dnt]).toEqual([undefined, '1']);

    expect(otherRequests.map(visible)).toEqual(requests.map(visible));
    expect(requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{64}/, '…')}`)).toEqual([
      'GET /v1/studies/…',
      'GET /v1/studies/…/rounds',
      'GET /v1/batches/…',
      'GET /v1/batches/…',
      'GET /v1/batches/…',
      'POST /v1/reports',
      'POST /v1/reports',
      'GET /v1/studies/…/rounds',
    ]);
    for (const request of [...requests, ...otherRequests]) {
      expect(request.headers.map(([name]) => name).filter((name) => neverSent.test(name))).toEqual([]);
      expect(header(request, 'accept-language')).toBe('*');
    }
    // Drawn anew for every report: two reports never share their random bytes.
    const nonces = [...requests, ...otherRequests].flatMap(({ method, body }) =>
      method === 'POST' ? [JSON.parse(body.toString()).nonce] : [],
    );
    expect(new Set(nonces).size).toBe(4);
  },
);
