import type { EmulatorRows } from './emulator-internals.js';

/** Where the line begins that row `index` is part of. */
export function lineStart(rows: EmulatorRows, index: number): number {
  let start = index;
  while (start > 0 && rows.get(start)?.isWrapped === true) start -= 1;
  return start;
}

/** How many lines begin after row `start`, until row `end`; negative when it comes before. */
export function linesBetween(rows: EmulatorRows, start: number, end: number): number {
  let lines = 0;
  for (let index = Math.min(start, end) + 1; index <= Math.max(start, end); index += 1) if (rows.get(index)?.isWrapped !== true) lines += 1;
  return start <= end ? lines : -lines;
}

/** The row where the line begins that comes so many lines after the one of row `from`, or before it. */
export function goLines(rows: EmulatorRows, from: number, lines: number): number {
  let index = lineStart(rows, from);
  for (let left = lines; left < 0 && index > 0; left += 1) index = lineStart(rows, index - 1);
  for (let left = lines; left > 0 && index < rows.length; left -= 1) {
    index += 1;
    while (index < rows.length && rows.get(index)?.isWrapped === true) index += 1;
  }
  return index;
}
