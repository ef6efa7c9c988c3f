import { decodeVote } from '../core/privacy/vote-codec.ts';
import { decodeBase64Url } from '../core/protocol/base64url.ts';
import { reportSchema } from '../core/protocol/report.ts';
import type { FetchedRound } from '../fleet/simulated-volunteer.ts';
import type { DeviceContents } from '../harness/device-contents.ts';
import type { Narrator } from './narrator.ts';

/** Shows what stayed on the device, which only the volunteer can see. */
export function showDevice(contents: DeviceContents, rounds: readonly FetchedRound[], narrator: Narrator): void {
  const { drafts, receipts, charges } = contents;
  narrator.step('What stayed on the device:');
  narrator.detail(`${drafts.length} drafts, ${drafts.reduce((sum, { text }) => sum + text.length, 0)} characters`);
  for (const round of rounds) {
    if (round.manifest.kind !== 'candidates') continue;
    const { dimensions } = round.manifest.embeddings;
    narrator.detail(
      `1 embedding of the draft that was drawn (${dimensions} numbers): used once, not even stored there`,
    );
  }
  for (const round of rounds) {
    const receipt = receipts.find((each) => each.round === round.round);
    if (!receipt || receipt.body === null) continue;
    const inWords = (id: number | null) => (id === null ? 'deleted' : (round.texts[id] ?? 'none of these'));
    const { vote } = reportSchema.parse(JSON.parse(receipt.body));
    const noisyIds = [...decodeVote(decodeBase64Url(vote), round.manifest.mechanism)];
    narrator.detail(`1 true answer to “${round.manifest.title}”`);
    narrator.detail(`    true answer:          ${inWords(receipt.trueAnswer)}`);
    narrator.detail(`    vote (this one left): ${noisyIds.map(inWords).join(' | ')}`);
    narrator.detail(`    odds that a vote is true: ${(100 * receipt.oddsTrue).toFixed(0)} of 100`);
  }
  const spent = charges.reduce((sum, { epsilon }) => sum + epsilon, 0);
  narrator.detail(
    `1 ledger: privacy loss (epsilon) of ${spent.toFixed(2)} spent in ${charges.length} charges, of at most 8 in 30 days`,
  );
}
