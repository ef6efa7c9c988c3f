import { randomiseForFragment } from '../../../../core/privacy/prevalence.ts';
import { randomise } from '../../../../core/privacy/subset-selection.ts';
import { voteShape } from '../../../../core/protocol/votes.ts';
import { seededRandom } from '../../../../fleet/seeded-random.ts';
import { studyYaml } from '../../../../harness/study-folder.ts';
import type { StoredRound } from '../../../../server/store/publication-store.ts';
import { openServer, reportOf } from '../opened-server.ts';

const poll = (title: string, closesAt: string, more: string) => `  - title: ${title}
    kind: fragments
    texts: phrases.txt
    epsilon: 4
    minimumReports: 50
    closesAt: ${closesAt}
${more}`;

const [early, late] = ['2026-06-30T00:00:00Z', '2026-12-01T00:00:00Z'];
const rounds = [
  poll('Released twice', early, '    releases: 2\n'),
  poll('Each phrase by itself', early, '    poll: prevalence\n'),
  poll('Still open', late, '    releases: 3\n'),
  poll('Too few', early, ''),
];

/** A server whose one study shows what results can be: released twice, a prevalence poll, still open, too few. */
export async function openVotedStudy() {
  const server = await openServer({ yaml: `${studyYaml({ rounds: [] })}${rounds.join('')}` });
  const random = seededRandom(3);
  const submit = async ({ id, signed }: StoredRound, votes: readonly ReturnType<typeof randomise>[]) => {
    const payloads = votes.map((vote) => reportOf({ id }, vote, voteShape(signed.document)));
    await Promise.all(payloads.map((payload) => server.app.inject({ method: 'POST', url: '/v1/reports', payload })));
  };
  const each = <T>(counts: readonly number[], make: (index: number) => T): T[] =>
    counts.flatMap((count, index) => Array.from({ length: count }, () => make(index)));
  const vote = (round: StoredRound, counts: readonly number[]) =>
    submit(
      round,
      each(counts, (answer) => randomise(answer, round.signed.document.mechanism, random)),
    );
  const [twice, prevalence, open] = server.study.rounds as [StoredRound, StoredRound, StoredRound];
  const page = () => server.app.inject('/studies/commute/results');
  await vote(twice, [120, 60, 20, 10, 20]);
  const { mechanism } = prevalence.signed.document;
  // The last phrase is drawn by too few for an estimate.
  await submit(
    prevalence,
    each([90, 60, 40, 5], (fragment) => randomiseForFragment(fragment, fragment === 0 ? 1 : 0, mechanism, random)),
  );
  await vote(open, [30, 0, 0, 0, 40]);
  await page();
  await vote(twice, [40, 70, 130, 10, 30]);
  server.clock.now = Date.parse('2026-07-01T00:00:00Z');
  await page();
  return server;
}
