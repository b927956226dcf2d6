import { type FramePage } from './frame-page.js';
import { type FramePages } from './frame-pages.js';

/** What brings a terminal nearer to a chunk. */
export type SeekStep =
  | { readonly do: 'nothing' }
  /** Paint the chunks after what is on screen, as far as they are here. */
  | { readonly do: 'forward'; readonly to: number }
  /** Begin anew with a page, then paint its chunks. */
  | { readonly do: 'begin'; readonly page: FramePage }
  | { readonly do: 'load'; readonly chunk: number; readonly from: number | null };

/** Where a replay is and what it wants. */
export interface SeekState {
  /** The chunk that is on screen, 0 for none; `null` when nothing was painted yet, or what is there can't be gone on from. */
  readonly painted: number | null;
  readonly wanted: number;
  /** Bytes a chunk has on average: how far away something is. */
  readonly chunkBytes: number;
  /** The wish was asked for already, and the answer ended before it. */
  readonly asked: boolean;
}

/** Loading so many bytes to go on is better than a snapshot, which is about as large and flickers the scrollback. */
const WORTH_GOING_ON_BYTES = 1024 * 1024;

/**
 * The next step to a chunk: on from what is on screen when that is nearest, else from the newest start at or before it
 * that is here with all that follows, else load.
 */
export function seekStep({ painted, wanted, chunkBytes, asked }: SeekState, pages: FramePages): SeekStep {
  if (painted === wanted) return { do: 'nothing' };
  const on = painted !== null && painted < wanted ? painted : null;
  const starts = pages.all.filter((page) => page.start !== null && page.start.n <= wanted && Math.max(page.last, page.start.n) > (on ?? -1));
  const reaching = starts.filter((page) => pages.reach(startOf(page)) >= wanted);
  const begin = newest(reaching);
  if (on !== null && pages.reach(on) >= wanted && (begin === undefined || isNearer(on, begin, wanted, chunkBytes))) return { do: 'forward', to: wanted };
  if (begin !== undefined) return { do: 'begin', page: begin };

  // Nothing leads there. What comes nearest may be gone on from; further than that a snapshot is sooner.
  const near = newest(starts);
  const [onReach, nearReach] = [on === null ? -1 : pages.reach(on), near === undefined ? -1 : pages.reach(startOf(near))];
  const reach = Math.max(onReach, nearReach);
  // There may be more on the way than is kept: what is here is painted before more is loaded.
  if (asked && pages.isHalfFull) {
    if (near !== undefined && nearReach > onReach) return { do: 'begin', page: near };
    if (on !== null && onReach > on) return { do: 'forward', to: onReach };
  }
  const isWorth = reach >= 0 && (asked || (wanted - reach) * chunkBytes <= WORTH_GOING_ON_BYTES);
  return { do: 'load', chunk: wanted, from: isWorth ? reach + 1 : null };
}

function startOf(page: FramePage): number {
  return page.start?.n ?? page.first - 1;
}

function newest(pages: readonly FramePage[]): FramePage | undefined {
  return pages.reduce<FramePage | undefined>((best, page) => (best !== undefined && startOf(best) >= startOf(page) ? best : page), undefined);
}

/** Whether painting on from `on` takes fewer bytes than the snapshot of a page and what follows it. */
function isNearer(on: number, page: FramePage, wanted: number, chunkBytes: number): boolean {
  if (startOf(page) <= on) return true;
  const snapshotBytes = page.start?.snapshot?.bytes.length ?? 0;
  return (wanted - on) * chunkBytes <= snapshotBytes + (wanted - startOf(page)) * chunkBytes;
}
