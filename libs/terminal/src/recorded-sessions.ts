import { readFile } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';
import type { TerminalPageChunk } from './terminal-page.js';

/** Real programs whose sessions are kept for specs; see `fixtures/README.md`. */
export const RECORDED_PROGRAMS = ['bash', 'vim', 'htop', 'claude', 'codex'] as const;
export type RecordedProgram = (typeof RECORDED_PROGRAMS)[number];

/** A session as a real program and a person made it. */
export interface RecordedSession {
  readonly cols: number;
  readonly rows: number;
  /** Numbered from 1; times count from the session's begin. */
  readonly chunks: readonly TerminalPageChunk[];
}

type Event = [at: number, kind: 'o' | 'r', data: string];

/** Reads a recorded session. For specs only. */
export async function recordedSession(program: RecordedProgram): Promise<RecordedSession> {
  const file = await readFile(new URL(`../fixtures/${program}.jsonl.br`, import.meta.url));
  const [header = '', ...lines] = brotliDecompressSync(file).toString('utf8').split('\n');
  const { cols, rows } = JSON.parse(header) as { cols: number; rows: number };
  return { cols, rows, chunks: lines.map((line, index) => chunkOf(JSON.parse(line) as Event, index + 1)) };
}

function chunkOf([at, kind, data]: Event, n: number): TerminalPageChunk {
  if (kind === 'o') return { n, at, kind: 'output', bytes: Buffer.from(data, 'latin1') };
  const [cols = 0, rows = 0] = data.split('x').map(Number);
  return { n, at, kind: 'resize', cols, rows };
}
