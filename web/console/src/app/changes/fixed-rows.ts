/** Px that are drawn above and below what is seen. */
const OVERSCAN_PX = 700;

/** Rows of one height in a view that scrolls, in px. */
interface FixedView {
  readonly top: number;
  readonly room: number;
  readonly rowPx: number;
}

/** The rows that are drawn; `to` is the first one that isn't. */
export function rowsInView({ top, room, rowPx, count }: FixedView & { readonly count: number }): { readonly from: number; readonly to: number } {
  // A list that has become shorter is scrolled up by the browser only after it is drawn.
  const seen = Math.min(top, Math.max(0, count * rowPx - room));
  return { from: Math.max(0, Math.floor((seen - OVERSCAN_PX) / rowPx)), to: Math.min(count, Math.ceil((seen + room + OVERSCAN_PX) / rowPx)) };
}

/** Where to scroll to so that a row is seen, with its neighbour; `null` when it is. */
export function topToReveal(index: number, { top, room, rowPx }: FixedView): number | null {
  const wanted = index * rowPx;
  if (wanted < top) return Math.max(0, wanted - rowPx);
  return wanted + 2 * rowPx > top + room ? wanted - room + 3 * rowPx : null;
}
