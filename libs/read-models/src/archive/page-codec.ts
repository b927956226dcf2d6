import type { ChunkRow } from '../queries/terminal.js';
import { compress, decompress } from './compression.js';
import { NumberReader, NumberWriter } from './number-codec.js';

/** What is known of a page's chunks besides their bytes: chunk `firstChunk + i` came at `ats[i]`. */
export interface PageHeads {
  /** Milliseconds since the epoch. */
  readonly ats: readonly number[];
  readonly kinds: readonly ChunkRow['kind'][];
  /** Bytes of each chunk. */
  readonly lengths: readonly number[];
  /** By how much a chunk's offset is not where the one before ended: 0, but for a writer that counted otherwise. */
  readonly jumps: readonly number[];
}

/** Times, kinds and lengths, compressed: a timeline needs no more, and it is little. */
export function packHeads(chunks: readonly Omit<ChunkRow, 'n'>[]): Buffer {
  // Column by column: what is alike lies together.
  const times = new NumberWriter();
  const sizes = new NumberWriter();
  const jumps = new NumberWriter();
  let [before, end] = [0, chunks[0]?.offset ?? 0];
  for (const { at, kind, data, offset } of chunks) {
    times.addSigned(at - before);
    before = at;
    sizes.add(data.length * 2 + (kind === 'resize' ? 1 : 0));
    jumps.addSigned(offset - end);
    end = offset + (kind === 'output' ? data.length : 0);
  }
  const count = new NumberWriter();
  count.add(chunks.length);
  return compress(Buffer.concat([count.finish(), times.finish(), sizes.finish(), jumps.finish()]));
}

export function unpackHeads(packed: Uint8Array): PageHeads {
  const numbers = new NumberReader(decompress(packed));
  const count = numbers.next();
  const heads = { ats: [] as number[], kinds: [] as ChunkRow['kind'][], lengths: [] as number[], jumps: [] as number[] };
  let at = 0;
  for (let index = 0; index < count; index++) heads.ats.push((at += numbers.nextSigned()));
  for (let index = 0; index < count; index++) {
    const size = numbers.next();
    heads.kinds.push(size % 2 === 1 ? 'resize' : 'output');
    heads.lengths.push(Math.floor(size / 2));
  }
  for (let index = 0; index < count; index++) heads.jumps.push(numbers.nextSigned());
  return heads;
}

/** The bytes of a page's chunks, compressed as one. */
export function packBodies(chunks: readonly Pick<ChunkRow, 'data'>[]): Buffer {
  return compress(Buffer.concat(chunks.map(({ data }) => data)));
}

/**
 * A page's chunks as they were.
 * @param offset output bytes before the page
 */
export function unpackChunks(firstChunk: number, offset: number, heads: PageHeads, bodies: Uint8Array): ChunkRow[] {
  const bytes = decompress(bodies);
  const chunks: ChunkRow[] = [];
  let [from, output] = [0, offset];
  for (const [index, length] of heads.lengths.entries()) {
    const kind = heads.kinds[index] ?? 'output';
    output += heads.jumps[index] ?? 0;
    const data = bytes.subarray(from, (from += length));
    chunks.push({ n: firstChunk + index, kind, at: heads.ats[index] ?? 0, offset: output, data });
    if (kind === 'output') output += length;
  }
  if (from !== bytes.length) throw new RangeError(`a page of chunk ${firstChunk} holds ${bytes.length} bytes and tells of ${from}`);
  return chunks;
}
