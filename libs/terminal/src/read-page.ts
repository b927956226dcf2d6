import { PageLines } from './page-lines.js';
import { Pauses } from './pauses.js';
import { RecordTerminal } from './record-terminal.js';
import { takeState } from './take-state.js';
import type { TerminalPageChunk, TerminalPageReading, TerminalState } from './terminal-page.js';

/** A screen that stays as it is for so long can be read. */
const REST_MS = 500;
/** A page of a terminal's record: chunks that follow one another. */
export interface TerminalPage {
  /** The terminal before the first chunk; `null` for a new one. */
  readonly before: TerminalState | null;
  /** Size of a new terminal. */
  readonly cols: number;
  readonly rows: number;
  readonly chunks: readonly TerminalPageChunk[];
  /** No page follows: what is on the screen is told too. */
  readonly isEnd: boolean;
  /** Tells also what is on the screen, although a page that follows will tell it again. */
  readonly provisional?: boolean;
}

/** Paints a page of a terminal's record, and tells the terminal after it and the lines that a person could read meanwhile. */
export async function readPage({ before, cols, rows, chunks, isEnd, provisional = false }: TerminalPage): Promise<TerminalPageReading> {
  const record = await (before === null ? RecordTerminal.open(cols, rows) : RecordTerminal.from(before));
  try {
    const [first] = chunks;
    const lines = new PageLines(record, { chunk: Math.max((first?.n ?? 1) - 1, 0), at: first?.at ?? 0 });
    await paint(record, chunks, lines);
    return { state: await takeState(record), lines: lines.finish(isEnd || provisional) };
  } finally {
    record.dispose();
  }
}

async function paint(record: RecordTerminal, chunks: readonly TerminalPageChunk[], lines: PageLines): Promise<void> {
  const pauses = new Pauses();
  for (const [index, chunk] of chunks.entries()) {
    lines.begin({ chunk: chunk.n, at: chunk.at });
    if (chunk.kind === 'output') record.write(chunk.bytes);
    else lines.resize(chunk.cols, chunk.rows);
    const next = chunks[index + 1];
    lines.end(next !== undefined && next.at - chunk.at >= REST_MS);
    await pauses.whenDue();
  }
}
