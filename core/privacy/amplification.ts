import { epsilonOfPair } from './shuffle-divergence.ts';
import { realisedEpsilon, type SubsetSelection } from './subset-selection.ts';

export function strongCloneEpsilon(localEpsilon: number, reports: number, delta: number): number {
  const ratio = Math.exp(localEpsilon);
  return epsilonOfPair({ ratio, cloneProbability: 1 / (ratio + 1), reports }, delta);
}

export function variationRatioEpsilon(mechanism: SubsetSelection, reports: number, delta: number): number {
  const { domainSize: k, subsetSize: d, weightTrue, weightOther } = mechanism;
  const ratio = weightTrue / weightOther;
  const cloneProbability = (d * (k - d)) / ((k - 1) * (d * ratio + k - d));
  return epsilonOfPair({ ratio, cloneProbability, reports }, delta);
}

export function centralEpsilon(
  mechanism: SubsetSelection,
  reports: number,
  delta: number,
): { epsilon: number; method: string } {
  return {
    epsilon: Math.min(variationRatioEpsilon(mechanism, reports, delta), realisedEpsilon(mechanism)),
    method: 'variation-ratio',
  };
}
