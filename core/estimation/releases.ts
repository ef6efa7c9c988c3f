/** How often estimates of a round may be published (P11); fixed in its signed manifest before the first report. */
export interface ReleasePlan {
  /** 1 to 5. */
  readonly releases: number;
  /** New reports that every release must add. */
  readonly minimumReports: number;
  /** Family-wise error of the whole round, such as .05. */
  readonly level: number;
}
export const mostReleases = 5;

export type ReleaseDecision =
  | {
      readonly kind: 'release';
      /** From 1. */
      readonly number: number;
      /** Family-wise error of everything this release says. */
      readonly level: number;
    }
  | { readonly kind: 'wait'; readonly missingReports: number }
  | { readonly kind: 'finished' };

/**
 * Whether estimates may be computed now. Anything but `release` means no, not even for internal use: a look that
 * changes what somebody does counts as a release. Whoever releases stores `reports` as the next entry of `released` in
 * the same transaction.
 *
 * **Error.** Each of R planned releases states everything at level / R, so over all of them anything is wrong with
 * probability at most `level` (union bound), whatever a release made anybody do. Looking 50 times at the full 5 % is
 * wrong in 32 % of studies. When a release happens depends on the number of reports alone, never on what they say.
 *
 * @param released number of reports in the round at each release so far, in order
 * @param reports number of reports now
 * @throws {RangeError} on an impossible plan, and on a history that this plan cannot have produced
 */
export function decideRelease(plan: ReleasePlan, released: readonly number[], reports: number): ReleaseDecision {
  checkPlan(plan);
  if (!Number.isSafeInteger(reports) || reports < 0) throw new RangeError('reports: expected a whole number from 0');
  const history = [0, ...released, reports];
  for (let i = 1; i < history.length; i++) {
    const added = (history[i] as number) - (history[i - 1] as number);
    const enough = i === history.length - 1 ? 0 : plan.minimumReports;
    if (!(Number.isSafeInteger(added) && added >= enough)) {
      throw new RangeError(`released: expected each release to add at least ${plan.minimumReports} reports`);
    }
  }
  if (released.length > plan.releases) throw new RangeError(`released: expected at most ${plan.releases} releases`);
  if (released.length === plan.releases) return { kind: 'finished' };
  const missingReports = (released.at(-1) ?? 0) + plan.minimumReports - reports;
  if (missingReports > 0) return { kind: 'wait', missingReports };
  return { kind: 'release', number: released.length + 1, level: plan.level / plan.releases };
}

/** Fewest new reports of any release: what every central epsilon of the round is computed from. */
export const smallestRelease = (released: readonly number[]): number =>
  Math.min(...released.map((total, i) => total - (released[i - 1] ?? 0)));

function checkPlan({ releases, minimumReports, level }: ReleasePlan): void {
  if (!Number.isInteger(releases) || releases < 1 || releases > mostReleases) {
    throw new RangeError(`releases: expected 1 to ${mostReleases}`);
  }
  if (!Number.isSafeInteger(minimumReports) || minimumReports < 1) {
    throw new RangeError('minimumReports: expected a whole number from 1');
  }
  if (!(level > 0 && level < 1)) throw new RangeError('level: expected a number between 0 and 1, such as 0.05');
}
