import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Vote } from '../../../core/privacy/subset-selection.ts';
import { encodeVote } from '../../../core/privacy/vote-codec.ts';
import { encodeBase64Url } from '../../../core/protocol/base64url.ts';
import type { Report } from '../../../core/protocol/report.ts';
import type { VoteShape } from '../../../core/protocol/votes.ts';
import { writeStudyFolder } from '../../../harness/study-folder.ts';
import { secureRandom } from '../../../server/secure-random.ts';
import type { AcceptedAtStart } from '../../../server/start-options.ts';
import type { StoredStudy } from '../../../server/store/publication-store.ts';
import { openStudyServer, type StudyServer } from '../../../server/study-server.ts';

const random = secureRandom();

/**
 * A study server over one study folder, with a clock that the test sets; without a port and, for fragment polls,
 * without the model.
 */
export async function openServer(
  written: Parameters<typeof writeStudyFolder>[0] = {},
  publicOrigin: string | null = 'https://study.example',
) {
  const { parent, folder } = writeStudyFolder(written);
  const data = mkdtempSync(join(tmpdir(), 'donor-data-'));
  const clock = { now: Date.parse('2026-03-01T00:00:00Z') };
  const open = async (accepted?: AcceptedAtStart) => {
    const opened = await openStudyServer({
      configuration: { data, studies: parent, host: '127.0.0.1', publicOrigin: publicOrigin ?? undefined },
      ...(accepted && { accepted }),
      now: () => clock.now,
      loadEmbedder: () => Promise.reject(new Error('no candidate round, so no model')),
    });
    await publish(opened);
    return opened;
  };
  const server = await open();
  const study = (await server.store.publications()).studies[0] as StoredStudy;
  const round = study.rounds[0] as StoredStudy['rounds'][number];
  return {
    ...server,
    data,
    folder,
    parent,
    clock,
    study,
    round,
    mechanism: round.signed.document.mechanism,
    /** Starts another server on the same data directory, after this one is closed. */
    openAgain: open,
    adminToken: readFileSync(join(data, 'admin-token'), 'utf8').trim(),
    async dispose() {
      // Some tests have closed it already.
      await server.close().catch(() => undefined);
      rmSync(parent, { recursive: true });
      rmSync(data, { recursive: true });
    },
  };
}

/** Publishes the study folders of a server; fails when one cannot be. */
export async function publish(server: StudyServer): Promise<void> {
  const reasons: string[] = [];
  await server.publishStudies({
    published: () => {},
    refused: (_folder, reason) => reasons.push(reason),
    embedded: () => {},
  });
  if (reasons.length > 0) throw new Error(reasons.join('\n'));
}

/** A report with fresh random bytes. */
export function reportOf(round: { id: Report['round'] }, vote: Vote, shape: VoteShape): Report {
  return {
    round: round.id,
    vote: encodeBase64Url(encodeVote(vote, shape)),
    nonce: encodeBase64Url(random(16)),
  };
}
