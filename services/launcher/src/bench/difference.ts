/** Two means, and how far their difference may be by chance. */
export interface Difference {
  readonly first: number;
  readonly second: number;
  /** Of `first - second`, in the samples' unit. */
  readonly standardError: number;
}

/** The means of two sets of independent samples, of two at least each. */
export function differenceOfMeans(first: readonly number[], second: readonly number[]): Difference {
  return { first: mean(first), second: mean(second), standardError: Math.sqrt(varianceOfMean(first) + varianceOfMean(second)) };
}

function mean(samples: readonly number[]): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

function varianceOfMean(samples: readonly number[]): number {
  const middle = mean(samples);
  const squares = samples.reduce((sum, sample) => sum + (sample - middle) ** 2, 0);
  return squares / (samples.length - 1) / samples.length;
}
