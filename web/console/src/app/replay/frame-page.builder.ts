import { type FramePage } from './frame-page.js';

/** A page for specs: it begins with a snapshot after chunk `start` (0: with an empty terminal), unless `begins` is false. */
export function aPage(start: number, last: number, bytes = 10, begins = true): FramePage {
  const frames = Array.from({ length: last - start }, (_, index) => ({
    kind: 'output' as const,
    channel: 0,
    n: start + 1 + index,
    at: 0,
    bytes: new TextEncoder().encode(`${start + 1 + index} `),
  }));
  const snapshot = { kind: 'snapshot' as const, channel: 0, n: start, at: 0, cols: 80, rows: 24, bytes: new TextEncoder().encode(`(${start}) `) };
  return { start: begins ? { n: start, snapshot: start === 0 ? null : snapshot } : null, first: start + 1, last, frames, bytes };
}
