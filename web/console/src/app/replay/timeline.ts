/** A pause in which nothing was printed. Milliseconds from the start of the recording. */
export interface Pause {
  readonly from: number;
  readonly to: number;
}

/** Silence longer than this counts as idle: playing skips it, the timeline hatches it. */
export const IDLE_MS = 3000;
/** So much of an idle pause is still played, so that the eye sees that there was one. */
const IDLE_PLAYED_MS = 500;

/** The idle pauses between times, and after the last until the end. */
export function idlePauses(times: readonly number[], durationMs: number): Pause[] {
  const pauses: Pause[] = [];
  let last = 0;
  for (const time of [...times, durationMs]) {
    if (time - last > IDLE_MS) pauses.push({ from: last, to: time });
    last = Math.max(last, time);
  }
  return pauses;
}

/**
 * Where playing has got to after `byMs` more of recorded time.
 * @param pauses skipped but for their first half second; pass none to play them in full
 */
export function advance(positionMs: number, byMs: number, durationMs: number, pauses: readonly Pause[]): number {
  let position = positionMs + byMs;
  for (const pause of pauses) {
    const skipFrom = pause.from + IDLE_PLAYED_MS;
    if (position > skipFrom && position < pause.to && positionMs < pause.to) position = pause.to;
  }
  return Math.min(position, durationMs);
}

/** Index after the last of `times` (ascending) that is not later than `at`. */
export function countUntil(times: readonly number[], at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Times of about `count` labels on an axis: round steps from zero, and the end. */
export function axisTimes(durationMs: number, count: number): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400].map((seconds) => seconds * 1000);
  const step = steps.find((size) => durationMs / size <= count) ?? durationMs;
  const times: number[] = [];
  for (let time = 0; time < durationMs - step * 0.6; time += step) times.push(time);
  return [...times, durationMs];
}
