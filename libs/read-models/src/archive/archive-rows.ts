/** A whole terminal at one moment: its size, and the bytes that paint it into a new one. */
export interface KeptState {
  readonly cols: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** A state and where it belongs: it is the terminal after chunk `chunk`, which came at `at` (milliseconds since the epoch). */
export interface StateBefore {
  readonly chunk: number;
  readonly at: number;
  readonly state: KeptState;
}

/** What one reading of a session's record covers. Pages of a session follow each other without a hole. */
export interface PageRow {
  readonly sessionId: string;
  readonly firstChunk: number;
  readonly lastChunk: number;
  /** Output bytes before it. */
  readonly offset: number;
  /** Output bytes in it. */
  readonly bytes: number;
  /** The terminal's size after it. */
  readonly cols: number;
  readonly rows: number;
  /** Whether the session ends with it, and its last screen is among its lines. */
  readonly isEnd: boolean;
}

/** What the archive knows of a session that is whole in it. Times in milliseconds since the epoch. */
export interface ArchivedSession {
  readonly sessionId: string;
  readonly lastChunk: number;
  /** Output bytes of the session. */
  readonly bytes: number;
  readonly endedAt: number;
  /** Bytes that it takes in the archive, without the index of its text. */
  readonly storedBytes: number;
  readonly archivedAt: number;
  /** When its chunks were purged from the stream; `null` while they may be there. */
  readonly purgedAt: number | null;
  /** When its terminal was given up; `null` while it is kept. */
  readonly expiredAt: number | null;
}
