import { type SpokenChunk } from './terminal-chunk.js';

/** The terminals that are served. */
export interface ServedTerminals {
  /** Calls `listener` with every chunk from now on. Returns the way out. */
  listen(sessionId: string, listener: (chunk: SpokenChunk) => void): () => void;
  /** The last place of the log that is known to be taken, 0 when none is: every chunk that is spoken from now on comes behind it. */
  storedUpTo(): number;
  /** @returns `null` once it is typed and recorded, otherwise words for the person */
  type(sessionId: string, bytes: Uint8Array): Promise<string | null>;
}
