import type { TerminalPageChunk, TerminalPageReading, TerminalState } from '@agents-fleet/terminal';

/** A part of a terminal's record that is to be read. */
export interface PageToRead {
  /** The terminal before it; `null` for a new one of this size. */
  readonly before: TerminalState | null;
  readonly cols: number;
  readonly rows: number;
  readonly chunks: readonly TerminalPageChunk[];
  /** Whether the session ends with it, so that its last screen is final. */
  readonly isEnd: boolean;
  /** Whether what is on the screen now is wanted, too, though it may change. */
  readonly provisional?: boolean;
}

/** Paints a part of a record and tells what was seen (`readPage` of libs/terminal). */
export type ReadPage = (page: PageToRead) => Promise<TerminalPageReading>;
