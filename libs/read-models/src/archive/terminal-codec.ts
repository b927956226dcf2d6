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
  const { tail, archived: _archived, expired: _expired, ...rest } = row;
  return compress(Buffer.from(JSON.stringify({ ...rest, tail: tail.toString('base64') })));
}

export function unpackTerminal(packed: Uint8Array, flags: Pick<TerminalRow, 'archived' | 'expired'>): TerminalRow {
  return { ...terminalSchema.parse(JSON.parse(decompress(packed).toString('utf8'))), ...flags };
}
