/** A record of a terminal, in the order of `n`: output as it came, or a resize. `at` is in milliseconds since the epoch. */
export type TerminalPageChunk =
  | { readonly n: number; readonly at: number; readonly kind: 'output'; readonly bytes: Uint8Array }
  | { readonly n: number; readonly at: number; readonly kind: 'resize'; readonly cols: number; readonly rows: number };

/**
 * A whole terminal at one moment, as bytes that paint it into a new terminal of this size: its screen, its scrollback,
 * its modes. A terminal that has painted them goes on exactly as the one that they were taken from. They may be given to
 * a terminal in pieces that end at multiples of 64 KiB: elsewhere a piece could end within a character.
 */
export interface TerminalState {
  readonly cols: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** A line that was on the screen after chunk `chunk`, as a person could read it, without escape codes. */
export interface ScreenLine {
  readonly chunk: number;
  readonly at: number;
  readonly text: string;
}

/** What reading a page of a terminal's record gives. */
export interface TerminalPageReading {
  /**
   * The terminal after the page's last chunk; `null` where it can't be had: in the middle of an escape code or of a
   * character, or where a terminal made from it would differ. The page is then made longer.
   */
  readonly state: TerminalState | null;
  /** Lines that were on the screen during this page, and in no page before, in order. */
  readonly lines: readonly ScreenLine[];
}
