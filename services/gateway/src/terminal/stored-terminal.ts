import { type TerminalChunk } from './terminal-chunk.js';

/** How far the read models hold a session's terminal without a hole. */
export interface StoredPosition {
  readonly lastChunk: number;
  /** Every chunk above `lastChunk` is behind this place in the stream. */
  readonly streamSeq: number;
}

/** The projected record of a terminal. Implemented by the read models; narrow, so that specs can stand in for it. */
export interface StoredTerminal {
  position(sessionId: string): Promise<StoredPosition>;
  /** Chunks with `n >= from`, in order and without a hole. At least one, if there is one. */
  chunks(sessionId: string, from: number, maxBytes: number): Promise<TerminalChunk[]>;
}
