/** What a recording says of itself. */
export interface CastHeader {
  /** Size before the first event. */
  readonly cols: number;
  readonly rows: number;
  /** Milliseconds since the epoch; the events' times count from here. */
  readonly startMs: number;
  readonly title: string;
  readonly command: string | null;
}

/** The terminal type that every session gets. */
const TERMINAL_TYPE = 'xterm-256color';
/** Between 128 and 255 a shell reports a death by signal. */
const SIGNAL_BASE = 128;

/**
 * Writes a terminal's record as asciicast v3: a header, then one line an event, each with the seconds since the event
 * before it. Every method gives whole lines, or nothing.
 */
export class Asciicast {
  /** Keeps the first bytes of a character whose others are in the next chunk; invalid ones become U+FFFD. */
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #atMs: number;

  constructor(private readonly of: CastHeader) {
    this.#atMs = Math.round(of.startMs);
  }

  header(): string {
    const { cols, rows, startMs, title, command } = this.of;
    return line({
      version: 3,
      term: { cols, rows, type: TERMINAL_TYPE },
      timestamp: Math.floor(startMs / 1000),
      title,
      ...(command !== null && { command }),
    });
  }

  /** @param atMs milliseconds since the epoch, here and below; a clock that goes back counts as standing still */
  output(atMs: number, bytes: Uint8Array): string {
    return this.#text(atMs, this.#decoder.decode(bytes, { stream: true }));
  }

  resize(atMs: number, cols: number, rows: number): string {
    return this.#event(atMs, 'r', `${cols}x${rows}`);
  }

  marker(atMs: number, label: string): string {
    return this.#event(atMs, 'm', label);
  }

  /** What is left of a character that was never finished. */
  endOfOutput(): string {
    return this.#text(this.#atMs, this.#decoder.decode());
  }

  /** @param signal its number, when one ended the process: told as a shell tells it */
  exit(atMs: number, exitCode: number | null, signal: number | null): string {
    if (exitCode === null && signal === null) return '';
    return this.#event(atMs, 'x', String(exitCode ?? SIGNAL_BASE + (signal ?? 0)));
  }

  #text(atMs: number, text: string): string {
    return text === '' ? '' : this.#event(atMs, 'o', text);
  }

  #event(atMs: number, code: string, data: string): string {
    // Whole milliseconds: no rounding adds up over a million intervals.
    const now = Math.max(this.#atMs, Math.round(atMs));
    const seconds = (now - this.#atMs) / 1000;
    this.#atMs = now;
    return line([seconds, code, data]);
  }
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
