import type { Terminal } from '@xterm/headless';

/** How a cell is written: style, underline, colours; immutable once it is in a cell. */
export interface ExtendedAttributes {
  /** Style of the underline in bits 26 to 28, its colour below. */
  readonly _ext: number;
  /** The link that the text belongs to; 0 for none. */
  urlId: number;
  clone(): ExtendedAttributes;
}

/** How text is written from now on. */
export interface WritingAttributes {
  fg: number;
  bg: number;
  extended: ExtendedAttributes;
  updateExtended(): void;
}

/** A row of a screen or above it. */
export interface EmulatorRow {
  readonly isWrapped: boolean;
  readonly length: number;
  /** Three words a cell: content, foreground, background; see `cells.ts`. */
  readonly _data: Uint32Array;
  readonly _combined: Readonly<Record<number, string>>;
  readonly _extendedAttrs: Readonly<Record<number, ExtendedAttributes | undefined>>;
  translateToString(trimRight: boolean, startColumn?: number, endColumn?: number): string;
  /** Cuts the row; one that isn't longer stays. */
  resize(cols: number): void;
}

export interface EmulatorRows {
  readonly length: number;
  get(index: number): EmulatorRow | undefined;
  /** Tells how many rows were forgotten at the top. */
  onTrim(listener: (amount: number) => void): { dispose(): void };
}

/** The table with which a character set replaces ASCII; `undefined` for ASCII itself. */
export type CharacterSet = Readonly<Record<string, string>> | undefined;

export interface EmulatorBuffer {
  readonly lines: EmulatorRows;
  /** Rows above the screen. */
  readonly ybase: number;
  x: number;
  y: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Record<number, boolean | undefined>;
  /** What the program saved; the row counts from the first one above the screen. */
  readonly savedX: number;
  savedY: number;
  readonly savedCurAttrData: { readonly fg: number; readonly bg: number };
  readonly savedCharset: CharacterSet;
  clear(): void;
}

/** The only parameter of a sequence. */
interface CountParameter {
  readonly length: 1;
  readonly params: readonly [number];
}

/** What of the emulator its public interface doesn't show. */
export interface EmulatorInternals {
  readonly buffers: { readonly normal: EmulatorBuffer; readonly alt: EmulatorBuffer; readonly active: EmulatorBuffer };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: { readonly insertMode: boolean };
    readonly decPrivateModes: {
      readonly applicationCursorKeys: boolean;
      readonly applicationKeypad: boolean;
      readonly bracketedPasteMode: boolean;
      readonly cursorBlink: boolean | undefined;
      readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
      readonly origin: boolean;
      readonly reverseWraparound: boolean;
      readonly sendFocus: boolean;
      readonly synchronizedOutput: boolean;
      readonly wraparound: boolean;
    };
  };
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string };
  readonly _charsetService: { readonly charset: CharacterSet; readonly glevel: number; readonly _charsets: readonly CharacterSet[] };
  readonly _inputHandler: {
    readonly _curAttrData: WritingAttributes;
    readonly _utf8Decoder: { readonly interim: Uint8Array };
    readonly _parser: { readonly currentState: number; readonly precedingJoinState: number };
    /** Paints at once, and throws what goes wrong; `Terminal.write` paints later, where nobody could catch it. */
    parse(data: string | Uint8Array): void;
    eraseInLine(part: CountParameter, keepsProtected: boolean): boolean;
    eraseInDisplay(part: CountParameter, keepsProtected: boolean): boolean;
    insertLines(count: CountParameter): boolean;
    deleteLines(count: CountParameter): boolean;
    scrollUp(count: CountParameter): boolean;
    scrollDown(count: CountParameter): boolean;
    cursorForwardTab(count: CountParameter): boolean;
    cursorBackwardTab(count: CountParameter): boolean;
  };
}

/**
 * The one place that looks behind the emulator's public interface, which shows neither the saved cursor, the scroll
 * region, the character sets, the tab stops nor the parser's state. The version of `@xterm/headless` is pinned, the spec
 * beside this fails when a field is gone, and no snapshot is kept that wasn't compared (`terminal-difference.ts`).
 */
export function internalsOf(terminal: Pick<Terminal, 'parser'>): EmulatorInternals {
  return (terminal as unknown as { readonly _core: EmulatorInternals })._core;
}
