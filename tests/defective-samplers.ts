import { type Draw, markSubset } from '../core/privacy/random-integers.ts';
import { drawVote, type SubsetSelection } from '../core/privacy/subset-selection.ts';

/** A sampler over exact uniform draws, as `drawVote` is. */
export type Sampler = (trueAnswer: number, mechanism: SubsetSelection, draw: Draw) => readonly number[];

const includes = (m: SubsetSelection, draw: Draw): boolean =>
  draw(m.subsetSize * m.weightTrue + (m.domainSize - m.subsetSize) * m.weightOther) < m.subsetSize * m.weightTrue;
const members = (marks: Uint8Array): number[] => Array.from(marks.keys()).filter((id) => marks[id] === 1);

/**
 * Defects that published implementations of subset selection really had. Every check that our sampler passes must catch
 * them: otherwise the check checks nothing.
 */
export const defectiveSamplers: Record<string, Sampler> = {
  /** The ids of a vote without the true answer are drawn from all k values, so the true answer slips in again. */
  'true answer redrawn when excluded': (trueAnswer, m, draw) =>
    includes(m, draw)
      ? [
          trueAnswer,
          ...members(markSubset(m.domainSize - 1, m.subsetSize - 1, draw)).map((id) => (id < trueAnswer ? id : id + 1)),
        ].sort((a, b) => a - b)
      : members(markSubset(m.domainSize, m.subsetSize, draw)),
  /** Nothing is sorted: position 0 tells the true answer. */
  'true answer first': (trueAnswer, m, draw) => {
    const vote = drawVote(trueAnswer, m, draw);
    return vote.includes(trueAnswer) ? [trueAnswer, ...vote.filter((id) => id !== trueAnswer)] : vote;
  },
  /** An ordinary generator decides, in floating point. */
  'a generator that can be predicted': (trueAnswer, m, draw) => {
    const { subsetSize: d, weightTrue, weightOther } = m;
    const p = (d * weightTrue) / (d * weightTrue + (m.domainSize - d) * weightOther);
    const include = Math.random() < p;
    const others = members(markSubset(m.domainSize - 1, include ? d - 1 : d, draw));
    return [...(include ? [trueAnswer] : []), ...others.map((id) => (id < trueAnswer ? id : id + 1))].sort(
      (a, b) => a - b,
    );
  },
  /** The coin is off by one: the smallest step away from the law. */
  'a coin off by one': (trueAnswer, m, draw) =>
    drawVote(trueAnswer, m, (bound) => {
      const value = draw(bound);
      return value === m.subsetSize * m.weightTrue ? value - 1 : value;
    }),
};
