import { type TerminalState } from '@agents-fleet/terminal';
import { type TerminalChunk } from './terminal-chunk.js';

/** How far the read models hold a session's terminal without a hole. */
export interface StoredPosition {
  readonly lastChunk: number;
  /** Output bytes up to and with it. */
  readonly bytes: number;
  /** Every chunk above `lastChunk` is behind this place in the stream. */
  readonly streamSeq: number;
}

/** What a terminal was after chunk `chunk`; `at` is that chunk's time, in milliseconds since the epoch. */
export interface KeptState {
  readonly chunk: number;
  readonly at: number;
  readonly state: TerminalState;
}

/** The projected record of a terminal. Implemented by the read models; narrow, so that specs can stand in for it. */
export interface StoredTerminal {
  position(sessionId: string): Promise<StoredPosition>;
  /** Chunks with `n >= from`, in order and without a hole. At least one, if there is one. */
  chunks(sessionId: string, from: number, maxBytes: number): Promise<TerminalChunk[]>;
}

/** What is kept along a record to skip through it. A cache: the chunks alone say everything, only later. */
export interface StoredStates {
  position(sessionId: string): Promise<StoredPosition>;
  /** Output bytes before chunk `n`; `null` when that chunk is not recorded. */
  bytesBefore(sessionId: string, n: number): Promise<number | null>;
  /** The newest state that is kept at or before chunk `chunk`. Short and young sessions have none. */
  stateBefore(sessionId: string, chunk: number): Promise<KeptState | null>;
}
