import { EntitySchema } from 'typeorm';

/** The state of a session's record: how far it goes without a hole, and what is on it. */
export interface TerminalRow {
  sessionId: string;
  /** Newest chunk up to which there is no hole; 0 before the first. */
  lastChunk: number;
  /** Newest chunk stored; above `lastChunk` while one in between is missing. */
  newestChunk: number;
  /** Output bytes up to and with `lastChunk`. */
  bytes: number;
  cols: number | null;
  rows: number | null;
  /** Chunk that set `cols` and `rows`. */
  sizeChunk: number;
  /** Newest output or input, in milliseconds since the epoch. */
  lastActivityMs: number;
  /** The end of the output, enough to find its newest line. */
  tail: Buffer;
  lastLine: string | null;
  /** Newest stream seq applied to this session. */
  streamSeq: number;
  /** Whether every chunk up to `lastChunk` is in the archive, and none of them has to be in `pty_chunks`. */
  archived: boolean;
  /** Whether the archive has given up what the terminal showed. */
  expired: boolean;
}

export const TerminalEntity = new EntitySchema<TerminalRow>({
  name: 'Terminal',
  tableName: 'terminals',
  columns: {
    sessionId: { type: 'text', primary: true },
    lastChunk: { type: 'integer' },
    newestChunk: { type: 'integer' },
    bytes: { type: 'integer' },
    cols: { type: 'integer', nullable: true },
    rows: { type: 'integer', nullable: true },
    sizeChunk: { type: 'integer' },
    lastActivityMs: { type: 'integer' },
    tail: { type: 'blob' },
    lastLine: { type: 'text', nullable: true },
    streamSeq: { type: 'integer' },
    archived: { type: 'boolean', default: false },
    expired: { type: 'boolean', default: false },
  },
  indices: [{ name: 'terminals_not_archived', columns: ['sessionId'], where: '"archived" = 0' }],
});

/** One record of a PTY: output bytes as they came, or a resize (`<cols>x<rows>`). */
export interface PtyChunkRow {
  sessionId: string;
  n: number;
  kind: 'output' | 'resize';
  /** Milliseconds since the epoch. */
  at: number;
  /** Output bytes before this chunk. */
  offset: number;
  streamSeq: number;
  data: Buffer;
}

export const PtyChunkEntity = new EntitySchema<PtyChunkRow>({
  name: 'PtyChunk',
  tableName: 'pty_chunks',
  columns: {
    sessionId: { type: 'text', primary: true },
    n: { type: 'integer', primary: true },
    kind: { type: 'text' },
    at: { type: 'integer' },
    offset: { type: 'integer' },
    streamSeq: { type: 'integer' },
    data: { type: 'blob' },
  },
});

/** One piece of input. `data` is empty when it was typed without echo. */
export interface StdinEventRow {
  sessionId: string;
  n: number;
  /** Milliseconds since the epoch. */
  at: number;
  redacted: boolean;
  length: number;
  data: Buffer;
}

export const StdinEventEntity = new EntitySchema<StdinEventRow>({
  name: 'StdinEvent',
  tableName: 'stdin_events',
  columns: {
    sessionId: { type: 'text', primary: true },
    n: { type: 'integer', primary: true },
    at: { type: 'integer' },
    redacted: { type: 'boolean' },
    length: { type: 'integer' },
    data: { type: 'blob' },
  },
});
