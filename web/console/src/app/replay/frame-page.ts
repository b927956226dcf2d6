import { decodeFrames, type OutputFrame, type ResizeFrame, type SnapshotFrame } from '@agents-fleet/wire';

/** A chunk of a record. */
export type ChunkFrame = OutputFrame | ResizeFrame;

/** Where painting can begin anew: with a snapshot, or with an empty terminal at the begin of the record. */
export interface PageStart {
  /** The chunk after which the terminal looks so; 0 before the first. */
  readonly n: number;
  readonly snapshot: SnapshotFrame | null;
}

/** Consecutive chunks of a record, as one answer of `terminal.frames` brought them. */
export interface FramePage {
  /** `null`: these chunks can only be painted after those before them. */
  readonly start: PageStart | null;
  /** Number of the first chunk; one more than `last` when there is only a snapshot. */
  readonly first: number;
  readonly last: number;
  readonly frames: readonly ChunkFrame[];
  /** What it takes in memory. */
  readonly bytes: number;
}

/**
 * Reads an answer of `GET /api/sessions/:id/terminal.frames`.
 * @param from as it was asked for; then the answer goes on where other chunks end
 * @throws WireError when it is not made of frames; Error when it is empty
 */
export function readPage(answer: Uint8Array, from: number | null): FramePage {
  const frames: ChunkFrame[] = [];
  let snapshot: SnapshotFrame | null = null;
  for (const frame of decodeFrames(answer)) {
    if (frame.kind === 'output' || frame.kind === 'resize') frames.push(frame);
    else if (frame.kind === 'snapshot' && frames.length === 0) snapshot = frame;
  }
  const last = frames.at(-1)?.n ?? snapshot?.n;
  if (last === undefined) throw new Error(`The record has nothing ${from === null ? 'there' : `from chunk ${from} on`}.`);
  if (from !== null && snapshot === null) return { start: null, first: from, last, frames, bytes: answer.length };
  const n = snapshot?.n ?? (frames[0]?.n ?? 1) - 1;
  return { start: { n, snapshot }, first: n + 1, last, frames, bytes: answer.length };
}

/** Chunks `from` to `to` (both included) of a page. */
export function framesBetween({ frames }: FramePage, from: number, to: number): readonly ChunkFrame[] {
  return frames.slice(indexOf(frames, from), indexOf(frames, to + 1));
}

/** Index of the first of `frames` whose number is not below `n`. */
function indexOf(frames: readonly ChunkFrame[], n: number): number {
  let [low, high] = [0, frames.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((frames[middle]?.n ?? Infinity) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}
