import { type Clock } from '@agents-fleet/terminal';
import { type TerminalLine } from '@agents-fleet/terminal-line';
import { type SessionEars } from './line-maker.js';
import { type TerminalChunk } from '../terminal/terminal-chunk.js';

/** Milliseconds until a line is heard again that was left because its output came too fast. */
const REST_MS = 250;

/** What a feed is told of its line. */
export interface LineListener {
  opened(): void;
  chunk(chunk: TerminalChunk): void;
  /** Every chunk from number `n` on lies behind place `seq` of the log. */
  place(n: number, seq: number): void;
  /** Nothing more comes by the line for now: what is printed meanwhile is in the log. */
  silent(): void;
  /** The same, until another line is opened. */
  lost(): void;
}

/** Hears one session by its line: leaves it when it is too fast, and comes back to it. */
export class LineHearing {
  #line: TerminalLine | null = null;
  #leave: (() => void) | null = null;
  #cancelRest: (() => void) | null = null;

  /** @param hear asks for lines. Returns the way out */
  constructor(
    private readonly hear: (ears: SessionEars) => () => void,
    private readonly clock: Clock,
    private readonly listener: LineListener,
  ) {}

  open(): void {
    this.#leave ??= this.hear({
      opened: (line) => {
        this.#line = line;
        this.listener.opened();
        line.listen();
      },
      chunk: (chunk) => { this.listener.chunk(chunk); },
      place: (n, seq) => { this.listener.place(n, seq); },
      rested: () => { this.#restForAWhile(); },
      lost: () => {
        this.#line = null;
        this.listener.lost();
        this.listener.silent();
      },
    });
  }

  /** Hears it, unless it is being left for a while. */
  listen(): void {
    if (this.#cancelRest === null) this.#line?.listen();
  }

  /** Hears it no more, until `listen`. */
  rest(): void {
    this.#line?.rest();
    this.listener.silent();
  }

  restForAWhile(): void {
    this.#line?.rest();
    this.#restForAWhile();
  }

  close(): void {
    this.#cancelRest?.();
    this.#cancelRest = null;
    this.#leave?.();
    this.#leave = null;
    this.#line = null;
  }

  #restForAWhile(): void {
    this.#cancelRest ??= this.clock.after(REST_MS, () => {
      this.#cancelRest = null;
      this.#line?.listen();
    });
    this.listener.silent();
  }
}
