import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const LINE = `${'The quick brown fox jumps over the lazy dog. '.repeat(3).slice(0, 119)}\n`;
const LINES_AT_ONCE = 1000;

/** A text file. */
export interface LinesFile {
  readonly path: string;
  /** How many bytes a terminal makes of it: two of each line break. */
  readonly bytes: number;
}

/** Writes a text file of so many megabytes (10^6 bytes). */
export async function writeLines(path: string, megabytes: number): Promise<LinesFile> {
  const lines = Math.ceil((megabytes * 1e6) / LINE.length);
  const file = createWriteStream(path);
  const block = LINE.repeat(LINES_AT_ONCE);
  for (let left = lines; left > 0; left -= LINES_AT_ONCE) {
    if (!file.write(left >= LINES_AT_ONCE ? block : LINE.repeat(left))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return { path, bytes: lines * (LINE.length + 1) };
}

/**
 * Writes a text file of so many megabytes whose lines are coloured and say which one they are, from 1 on.
 * @returns the number of the last line
 */
export async function writeNumberedLines(path: string, megabytes: number): Promise<number> {
  const line = (n: number) => `\x1b[32mline ${n}\x1b[0m ${'the quick brown fox jumps over the lazy dog, '.repeat(2)}\n`;
  const lines = Math.ceil((megabytes * 1e6) / line(1e6).length);
  const file = createWriteStream(path);
  for (let from = 1; from <= lines; from += LINES_AT_ONCE) {
    const block = Array.from({ length: Math.min(LINES_AT_ONCE, lines - from + 1) }, (_, index) => line(from + index)).join('');
    if (!file.write(block)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  return lines;
}
