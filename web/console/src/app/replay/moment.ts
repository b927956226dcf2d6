import { type RecordTimeline } from './record-timeline.js';

/** A moment of a recording, as an address names it: by its time, or by the newest chunk on screen. */
export interface MomentQuery {
  /** Milliseconds from the start of the recording. */
  readonly at: string | undefined;
  readonly chunk: string | undefined;
}

/** A moment of a recording. */
export interface Moment {
  /** From the start of the recording. */
  readonly ms: number;
  /** The newest chunk on screen, where it is known better than by the time: many chunks come in one millisecond. */
  readonly chunk: number | null;
}

/** The chunk that an address names, `null` when it names none, or nonsense. */
export function chunkOf({ at, chunk }: MomentQuery): number | null {
  return wholeNumber(at) === null ? wholeNumber(chunk) : null;
}

/**
 * The chunk to begin with while no timeline is here to look into.
 * @param last number of the last chunk, as far as it is known; 0 when it isn't
 * @returns 0 when only the timeline tells
 */
export function firstChunkOf(query: MomentQuery, last: number): number {
  return Math.min(chunkOf(query) ?? (query.at === undefined ? last : 0), last);
}

/** Where in the recording the moment is; `null` when the address names none, or nonsense. */
export function momentOf(query: MomentQuery, timeline: Pick<RecordTimeline, 'timeOf' | 'lastChunk'>): Moment | null {
  const ms = wholeNumber(query.at);
  if (ms !== null) return { ms, chunk: null };
  const n = chunkOf(query);
  if (n === null) return null;
  // One that isn't recorded yet is at the end.
  return n === 0 ? { ms: 0, chunk: null } : { ms: timeline.timeOf(n), chunk: Math.min(n, timeline.lastChunk) };
}

/** The address of a moment, for others who may see this fleet. */
export function momentLink(origin: string, sessionId: string, atMs: number): string {
  return `${origin}/sessions/${sessionId}/replay?at=${Math.floor(atMs)}`;
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
