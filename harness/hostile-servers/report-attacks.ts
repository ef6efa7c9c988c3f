import { problem } from '../../core/protocol/errors.ts';
import { type Attack, openStudy } from './attacked-study.ts';
import { bytes, flood, hangUp, json, type Reply, redirect } from './replies.ts';

/** What becomes of a sealed report after one attempt. */
export type Fate = 'waits' | 'refused';

export interface ReportAttack extends Attack {
  readonly fate: Fate;
}

const receiving = (name: string, fate: Fate, reply: (stranger: string) => Reply): ReportAttack => ({
  name,
  fate,
  words: /Sealed/,
  prepare: async ({ stranger }) => ({ made: await openStudy(name), lies: { report: reply(stranger) } }),
});

/** How a server may receive a report. One that was not stored for sure waits, and leaves again with the same bytes. */
export const reportAttacks: readonly ReportAttack[] = [
  receiving('thanks in other words', 'waits', () => json({ status: 'stored', again: true }, 202)),
  receiving('thanks under another status', 'waits', () => json({ status: 'stored' }, 200)),
  receiving('thanks without words', 'waits', () => bytes('', 202)),
  receiving('a cut line', 'waits', () => hangUp),
  receiving('a flood of thanks', 'waits', () => flood),
  receiving('always too many', 'waits', () => json(problem('too-many-requests'), 429, { 'retry-after': '0' })),
  receiving('never a disk', 'waits', () => json(problem('storage-unavailable'), 503, { 'retry-after': '0' })),
  receiving('a password', 'waits', () =>
    json(problem('not-authorised'), 401, { 'www-authenticate': 'Basic realm="x"' }),
  ),
  receiving('the way to a stranger', 'waits', (stranger) => redirect(`${stranger}/v1/reports`, 307)),
  receiving('the way round again', 'waits', () => redirect('/v1/reports', 308)),
  receiving('an open round that is closed', 'refused', () => json(problem('round-closed'), 410)),
  receiving('a vote that is malformed', 'refused', () => json(problem('malformed-vote'), 400)),
  receiving('bytes that came before', 'refused', () => json(problem('nonce-reused'), 409)),
];
