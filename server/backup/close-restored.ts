import { examineDatabase } from '../store/postgres/examination.ts';
import type { StoredRound, StoredStudy } from '../store/publication-store.ts';
import { headProblems } from './log-heads.ts';
import { RestoreRefused } from './restore-refused.ts';

/**
 * Makes a PostgreSQL database fit to serve that was restored from a dump: what `restoreBackup` does to a data directory
 * after unpacking. Nothing in a dump says when it was made, so every round that is not closed counts as open then.
 *
 * @returns its studies as they were, the rounds that are now closed without a release, and how many tokens were deleted
 * @throws {RestoreRefused | StorageUnavailable}
 */
export function closeRestored(
  url: string,
  logHeads: ReadonlyMap<string, string>,
  acceptOlder: boolean,
): Promise<{
  readonly studies: readonly StoredStudy[];
  readonly withheld: readonly StoredRound[];
  readonly deletedTokens: number;
}> {
  return examineDatabase(url, async (database) => {
    const damage = await database.damage();
    if (damage.length > 0) throw new RestoreRefused(`the database is damaged:\n${damage.join('\n')}`);
    const studies = await database.studies();
    const problems = headProblems(studies, logHeads, acceptOlder);
    if (problems.length > 0) throw new RestoreRefused(problems.join('\n'));
    const withheld = studies.flatMap(({ rounds }) => rounds).filter(({ closed }) => !closed);
    for (const { id } of withheld) await database.withhold(id);
    // Without its pool no study goes on by itself.
    await database.discardPools();
    return { studies, withheld, deletedTokens: await database.deleteTokens() };
  });
}
