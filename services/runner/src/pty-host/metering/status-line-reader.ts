import { ERASED, MOVED, ONE_CELL, toMarkedText } from './status-line-text.js';
import { statusLineOf, type StatusLine } from './status-line.js';

/** Longest stretch of raw output before the `$` that a line with escape codes in it may take. */
const LONGEST_LINE = 1024;
/** Longest stretch after the `$`: the amount, and escape codes around and after it. */
const LONGEST_AMOUNT = 96;

/** Longest stretch of escape codes between the `=` and the `$` of an amount. */
const LONGEST_GAP = 24;
const DOLLAR = 0x24;

/** A delimiter between fields: a bar, spaces, or the cell that a renderer skipped in place of one. */
const GAP = `[| ${ONE_CELL}]`;
/** Everything before the `$` of the amount. The cursor may move between fields, but not inside a number. */
const FIELDS = new RegExp(
  `(?<![A-Za-z0-9_])(?:(AF)${GAP}${MOVED}?)?(?:ctx=(\\d+)/\\d+\\(\\d+(?:\\.\\d+)?%\\)${MOVED}?${GAP}${MOVED}?)?` +
    `in=(\\d+)(${GAP})${MOVED}?out=(\\d+)(${GAP})${MOVED}?cost=$`,
);
const AMOUNT = /^(\d+(?:\.\d+)?)(?![\d.])/;

type Ending = 'certain' | 'broken' | 'after_quiet' | 'moved' | 'cut_off';

/**
 * Finds status lines (`AF|ctx=<in>/<size>(<pct>%)|in=<n>|out=<n>|cost=$<usd>`) in a terminal's output: with escape
 * codes in them, cut by chunks, without their prefix, or with spaces for bars.
 *
 * A number is believed only when its end is certain. One at a line's end may be wrapped onto the next line, so it
 * waits for what comes next or for quiet (`settle`); one that a cursor move follows may go on in cells that the
 * renderer did not repaint, so it has to be seen twice.
 */
export class StatusLineReader {
  #tail = '';
  /** How much of the tail has been looked at: it is only kept because a later amount may need what stands before it. */
  #handled = 0;
  #seenOnce = '';

  /**
   * @param bytes output; read as Latin-1, because all that is looked for is ASCII and nothing decodes faster
   * @returns the status lines that the bytes complete, oldest first
   */
  feed(bytes: Uint8Array): StatusLine[] {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const nothingToFind = this.#handled === this.#tail.length && !buffer.includes(DOLLAR);
    // Bulk output without an amount: only its end can matter to what follows.
    const text = this.#tail + buffer.toString('latin1', nothingToFind ? Math.max(0, buffer.length - LONGEST_LINE) : 0);
    if (!nothingToFind) return this.#scan(text, false);
    this.#keep(text, text.length);
    return [];
  }

  /** The output has paused (or ended): a number at the end of a line, or of everything, is complete. */
  settle({ ended = false } = {}): StatusLine[] {
    return this.#scan(this.#tail, true, ended);
  }

  #scan(text: string, quiet: boolean, ended = false): StatusLine[] {
    const found: StatusLine[] = [];
    for (let dollar = text.indexOf('$', this.#handled); dollar !== -1; dollar = text.indexOf('$', dollar + 1)) {
      // Most dollars in a terminal are no amounts: an `=` stands close before those, escape codes aside.
      if (!text.slice(Math.max(0, dollar - LONGEST_GAP), dollar).includes('=')) continue;
      const fields = FIELDS.exec(toMarkedText(text.slice(Math.max(0, dollar - LONGEST_LINE), dollar)));
      if (fields === null || !looksLikeOurs(fields)) continue;
      const rest = text.slice(dollar + 1, dollar + 1 + LONGEST_AMOUNT);
      const { amount, ending } = readAmount(toMarkedText(rest), rest.length === LONGEST_AMOUNT);
      const complete = ending === 'certain' || (ending === 'after_quiet' && quiet) || (ending === 'cut_off' && ended);
      if (complete || (ending === 'moved' && this.#seenBefore(`${fields[3]} ${fields[5]} ${amount}`))) {
        found.push(statusLineOf({ inputTokens: fields[3] ?? '', outputTokens: fields[5] ?? '', usd: amount }));
      } else if (ending === 'after_quiet' || ending === 'cut_off') {
        // Look at it again when more has come.
        this.#keep(text, dollar);
        return found;
      }
    }
    this.#keep(text, text.length);
    return found;
  }

  #keep(text: string, handled: number): void {
    const start = Math.max(0, handled - LONGEST_LINE);
    this.#tail = text.slice(start);
    this.#handled = handled - start;
  }

  #seenBefore(line: string): boolean {
    const before = this.#seenOnce === line;
    this.#seenOnce = line;
    return before;
  }
}

/** With bars it is ours even without its beginning; with spaces, text like `in=1 out=2 cost=$3` is too common. */
function looksLikeOurs([, prefix, context, , gap1, , gap2]: RegExpExecArray): boolean {
  return (gap1 === '|' && gap2 === '|') || prefix !== undefined || context !== undefined;
}

/** @param limited whether more follows than was looked at */
function readAmount(after: string, limited: boolean): { amount: string; ending: Ending } {
  const cut = limited ? 'broken' : 'cut_off';
  const amount = AMOUNT.exec(after)?.[1];
  if (amount === undefined) return { amount: '', ending: /^\d*\.?\d*$/.test(after) ? cut : 'broken' };
  const terminator = after.charAt(amount.length);
  const ending = (): Ending => {
    if (terminator === '' || terminator === '\x1b') return cut;
    if (terminator === ' ' || terminator === '|' || terminator === ERASED) return 'certain';
    if (terminator === MOVED || terminator === ONE_CELL) return 'moved';
    if (terminator !== '\r' && terminator !== '\n') return 'broken';
    const following = after.slice(amount.length).replace(/^[\s\x01-\x03]+/, '').charAt(0);
    if (following === '' || following === '\x1b') return limited ? 'certain' : 'after_quiet';
    return /[\d.]/.test(following) ? 'broken' : 'certain';
  };
  return { amount, ending: ending() };
}
