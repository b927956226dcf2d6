/** A piece of a session's terminal record: output bytes as they came, or a new size. `n` counts both, from 1. */
export type TerminalChunk =
  | { readonly n: number; readonly at: number; readonly kind: 'output'; readonly bytes: Uint8Array }
  | { readonly n: number; readonly at: number; readonly kind: 'resize'; readonly cols: number; readonly rows: number };

/** What a resize counts for in windows and rings: about what it takes in memory. */
const RESIZE_BYTES = 16;

/** Bytes that a chunk counts for in windows and rings; never 0, so that no number of chunks is free. */
export function chunkBytes(chunk: TerminalChunk): number {
  return chunk.kind === 'output' ? chunk.bytes.length + RESIZE_BYTES : RESIZE_BYTES;
}

/** The size in the body of a resize chunk, `<cols>x<rows>` in ASCII, or `null` when it is none. */
export function sizeOf(body: Uint8Array): { cols: number; rows: number } | null {
  const match = /^(\d{1,4})x(\d{1,4})$/.exec(new TextDecoder().decode(body));
  return match === null ? null : { cols: Number(match[1]), rows: Number(match[2]) };
}
