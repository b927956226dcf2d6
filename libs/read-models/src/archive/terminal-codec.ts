import { z } from 'zod';
import type { TerminalRow } from '../entities/terminal.js';
import { compress, decompress } from './compression.js';

const whole = z.number().int().min(0);

const terminalSchema = z.object({
  sessionId: z.string(),
  lastChunk: whole,
  newestChunk: whole,
  bytes: whole,
  cols: whole.nullable(),
  rows: whole.nullable(),
  sizeChunk: whole,
  lastActivityMs: whole,
  tail: z.base64().transform((text) => Buffer.from(text, 'base64')),
  lastLine: z.string().nullable(),
  streamSeq: whole,
});

/** The row of `terminals` from which a rebuild begins when the stream has the chunks no more. */
export function packTerminal(row: TerminalRow): Buffer {
  // Both are what the archive itself says.
  const kept = { ...row, tail: row.tail.toString('base64'), archived: undefined, expired: undefined };
  return compress(Buffer.from(JSON.stringify(kept)));
}

export function unpackTerminal(packed: Uint8Array, flags: Pick<TerminalRow, 'archived' | 'expired'>): TerminalRow {
  return { ...terminalSchema.parse(JSON.parse(decompress(packed).toString('utf8'))), ...flags };
}
