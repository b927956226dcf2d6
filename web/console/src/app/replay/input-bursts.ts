/** Keys within so many milliseconds are one input: a word, a line, an answer. */
const BURST_MS = 2_000;

/**
 * When a person typed, each burst of keys once, at its first key.
 * @param times ascending, in ms
 */
export function inputBursts(times: readonly number[]): number[] {
  return times.filter((time, index) => index === 0 || time - (times[index - 1] ?? 0) > BURST_MS);
}
