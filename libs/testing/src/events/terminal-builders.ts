import { A_MOMENT, A_RUNNER_ID, A_SESSION_ID } from './builders.js';

// These repeat the types of the event log, which this library's users include: it can't import from it.

/** What `publishChunk` takes. */
export interface BuiltChunk {
  sessionId: string;
  runnerId: string;
  epoch: string;
  n: number;
  at: number;
  offset: number;
  kind: 'output' | 'resize';
  body: Uint8Array | string;
}

/** What `publishStdin` takes. */
export interface BuiltStdinRecord {
  sessionId: string;
  runnerId: string;
  epoch: string;
  n: number;
  at: number;
  redacted: boolean;
  length: number;
  body: Uint8Array;
}

const somewhere = { sessionId: A_SESSION_ID, runnerId: A_RUNNER_ID, epoch: 'epoch-1', at: Date.parse(A_MOMENT) };

/** A chunk of terminal output; its `n` and `offset` are the spec's to say when it makes several. */
export const aChunk = (choices: Partial<BuiltChunk> = {}): BuiltChunk => ({
  ...somewhere,
  n: 2,
  offset: 0,
  kind: 'output',
  body: 'hello\r\n',
  ...choices,
});

/** Chunk 1 of every session: its size at the start. */
export const aStartSize = (choices: Partial<BuiltChunk> = {}): BuiltChunk =>
  aChunk({ n: 1, kind: 'resize', body: '120x32', ...choices });

export const aStdinRecord = (choices: Partial<BuiltStdinRecord> = {}): BuiltStdinRecord => {
  const body = choices.body ?? Buffer.from('ls\r');
  return { ...somewhere, n: 1, redacted: false, length: body.length, ...choices, body };
};
