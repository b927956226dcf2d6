/** A moment of a recording, as an address names it: by its time, or by the newest chunk on screen. */
export interface MomentQuery {
  /** Milliseconds from the start of the recording. */
  readonly at: string | undefined;
  readonly chunk: string | undefined;
}

/**
 * Where in the recording the moment is, in ms from its start; `null` when the address names none, or nonsense.
 * @param times of the chunks, from the start of the recording, the first of them chunk 1
 */
export function momentOf({ at, chunk }: MomentQuery, times: readonly number[]): number | null {
  const [ms, n] = [wholeNumber(at), wholeNumber(chunk)];
  if (ms !== null) return ms;
  if (n === null) return null;
  // One that isn't recorded yet is at the end.
  return n === 0 ? 0 : (times[n - 1] ?? times.at(-1) ?? 0);
}

/** The address of a moment, for others who may see this fleet. */
export function momentLink(origin: string, sessionId: string, atMs: number): string {
  return `${origin}/sessions/${sessionId}/replay?at=${Math.floor(atMs)}`;
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
