import { PLAIN, sameAttributes, setAttributes, type Attributes } from './attributes.js';
import { HAS_EXTENDED, WIDTH_SHIFT, WORDS_PER_CELL } from './cells.js';
import type { EmulatorRow } from './emulator-internals.js';
import { RecordTerminal } from './record-terminal.js';
import { attributesAt, characters } from './row-painter.js';
import { rowText } from './screen-text.js';
import type { TerminalPageChunk, TerminalState } from './terminal-page.js';

/** What a terminal shows: equal for two terminals exactly when nobody could tell them apart. */
export interface ScreenPicture {
  readonly cols: number;
  readonly rows: number;
  readonly screen: 'normal' | 'alternate';
  /** Column, row, and whether it is shown. */
  readonly cursor: readonly [column: number, row: number, isShown: boolean];
  /** Rows above the screen. */
  readonly above: number;
  /** The screen's rows as text, without the blanks at their ends. */
  readonly lines: readonly string[];
  /** The screen's rows with the escape codes of their attributes. */
  readonly painted: readonly string[];
}

/** What a terminal shows after these chunks: a new one of this size, or one that has painted a state before. */
export async function screenOf(before: TerminalState | null, cols: number, rows: number, chunks: readonly TerminalPageChunk[]): Promise<ScreenPicture> {
  const record = await (before === null ? RecordTerminal.open(cols, rows) : RecordTerminal.from(before));
  try {
    for (const chunk of chunks) record.paint(chunk);
    return pictureOf(record);
  } finally {
    record.dispose();
  }
}

function pictureOf(record: RecordTerminal): ScreenPicture {
  const { terminal, internals: { buffers: { active }, coreService } } = record;
  const shown = Array.from({ length: terminal.rows }, (_, row) => active.lines.get(active.ybase + row)).filter((row) => row !== undefined);
  return {
    cols: terminal.cols,
    rows: terminal.rows,
    screen: terminal.buffer.active.type,
    cursor: [active.x, active.y, !coreService.isCursorHidden],
    above: active.ybase,
    lines: shown.map((row) => rowText(row, terminal.cols)),
    painted: shown.map((row) => painted(row, record)),
  };
}

function painted(row: EmulatorRow, { terminal, links }: RecordTerminal): string {
  let text = '';
  let current: Attributes = PLAIN;
  let link = '';
  for (let column = 0; column < terminal.cols; column += 1) {
    if ((row._data[column * WORDS_PER_CELL] ?? 0) >>> WIDTH_SHIFT === 0) continue;
    const next = attributesAt(row, column);
    const nextLink = (next.bg & HAS_EXTENDED) === 0 ? '' : links.link(next.extended?.urlId ?? 0);
    if (nextLink !== link) text += `\x1b]8;${nextLink || ';'}\x1b\\`;
    if (!sameAttributes(current, next)) text += setAttributes(next);
    text += characters(row, column) || ' ';
    current = next;
    link = nextLink;
  }
  return text.trimEnd();
}
