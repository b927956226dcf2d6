import type { PageRow, RecordReader } from '@agents-fleet/read-models';
import type { TerminalPageChunk } from '@agents-fleet/terminal';

/** A chunk as the read models keep it. */
export type StoredChunk = ReturnType<RecordReader['chunks']>[number];

/** The two sides of a resize (`<cols>x<rows>`); `null` when it is none, or an impossible one. */
export function sizeOf(data: Uint8Array): { cols: number; rows: number } | null {
  const size = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(Buffer.from(data).toString('latin1'));
  return size === null ? null : { cols: Number(size[1]), rows: Number(size[2]) };
}

/** Chunks as a terminal takes them. */
export function toPaint(chunks: readonly StoredChunk[]): TerminalPageChunk[] {
  return chunks.flatMap(({ n, at, kind, data }): TerminalPageChunk[] => {
    if (kind === 'output') return [{ n, at, kind, bytes: data }];
    const size = sizeOf(data);
    return size === null ? [] : [{ n, at, kind, ...size }];
  });
}

/** The page that these chunks make, behind another one. Pure. */
export function pageOf(sessionId: string, chunks: readonly StoredChunk[], before: { cols: number; rows: number }, isEnd: boolean): PageRow {
  const [first, last] = [chunks[0], chunks.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`a page of ${sessionId} has no chunk`);
  const end = last.offset + (last.kind === 'output' ? last.data.length : 0);
  const resize = chunks.findLast(({ kind, data }) => kind === 'resize' && sizeOf(data) !== null);
  const { cols, rows } = (resize === undefined ? null : sizeOf(resize.data)) ?? before;
  return { sessionId, firstChunk: first.n, lastChunk: last.n, offset: first.offset, bytes: end - first.offset, cols, rows, isEnd };
}
