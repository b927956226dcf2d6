import { compress, decompress } from './compression.js';
import { NumberReader, NumberWriter } from './number-codec.js';

/** A line that was on a terminal's screen after chunk `chunk`. `at` in milliseconds since the epoch. */
export interface KeptLine {
  readonly chunk: number;
  readonly at: number;
  readonly text: string;
}

/**
 * Most characters of a block: what is looked through for one hit, and what the index knows apart. Decision 0051 has what
 * other sizes cost.
 */
const BLOCK_CHARACTERS = 131_072;

/** Lines in blocks of about the same size, in order. A line is never cut: one that is longer is a block of its own. */
export function* blocksOf(lines: Iterable<KeptLine>): Generator<KeptLine[]> {
  let block: KeptLine[] = [];
  let characters = 0;
  for (const line of lines) {
    if (block.length > 0 && characters + line.text.length > BLOCK_CHARACTERS) {
      yield block;
      [block, characters] = [[], 0];
    }
    block.push(line);
    characters += line.text.length + 1;
  }
  if (block.length > 0) yield block;
}

/** The text of a block, a line a line. */
export function textOf(lines: readonly KeptLine[]): string {
  return lines.map(({ text }) => oneLine(text)).join('\n');
}

export function packLines(lines: readonly KeptLine[]): Buffer {
  const numbers = new NumberWriter();
  numbers.add(lines.length);
  let [chunkBefore, atBefore] = [0, 0];
  for (const { chunk, at } of lines) {
    numbers.addSigned(chunk - chunkBefore);
    numbers.addSigned(at - atBefore);
    [chunkBefore, atBefore] = [chunk, at];
  }
  return compress(Buffer.concat([numbers.finish(), Buffer.from(textOf(lines), 'utf8')]));
}

export function unpackLines(packed: Uint8Array): KeptLine[] {
  const bytes = decompress(packed);
  const numbers = new NumberReader(bytes);
  const places = Array.from({ length: numbers.next() }, () => ({ chunk: numbers.nextSigned(), at: numbers.nextSigned() }));
  const texts = bytes.toString('utf8', numbers.position).split('\n');
  let [chunk, at] = [0, 0];
  return places.map((place, index) => ({ chunk: (chunk += place.chunk), at: (at += place.at), text: texts[index] ?? '' }));
}

/** Lines are told apart by line ends, so that none may hold one. */
function oneLine(text: string): string {
  return text.includes('\n') ? text.replaceAll('\n', ' ') : text;
}
