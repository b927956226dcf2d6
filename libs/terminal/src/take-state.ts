import { CodeWriter } from './code-writer.js';
import { RecordTerminal } from './record-terminal.js';
import { differenceBetween } from './terminal-difference.js';
import type { TerminalState } from './terminal-page.js';
import { writeState } from './terminal-state.js';

/**
 * Largest state that is kept. Ten thousand full rows of 100 columns are 1 MB, with a colour of its own for every cell
 * 40 MB, and of a cell with accents there is no end.
 */
const LARGEST_STATE_BYTES = 8 * 1024 * 1024;

/**
 * A terminal's state, after a proof that a terminal that paints it is the same.
 * @returns `null` where there is none
 */
export async function takeState(record: RecordTerminal): Promise<TerminalState | null> {
  if (!record.isSound || !record.isBetweenCodes) return null;
  const codes = new CodeWriter();
  writeState(record, codes);
  if (codes.length > LARGEST_STATE_BYTES) return null;
  const state = { cols: record.terminal.cols, rows: record.terminal.rows, bytes: codes.bytes };
  const painted = await RecordTerminal.from(state);
  try {
    return differenceBetween(record, painted) === null ? state : null;
  } finally {
    painted.dispose();
  }
}
