import type { PtyChunk, StdinRecord } from '@agents-fleet/event-log';
import { A_MOMENT, A_RUNNER_ID, A_SESSION_ID } from './builders.js';

const somewhere = { sessionId: A_SESSION_ID, runnerId: A_RUNNER_ID, epoch: 'epoch-1', at: Date.parse(A_MOMENT) };

/** A chunk of terminal output; its `n` and `offset` are the spec's to say when it makes several. */
export const aChunk = (choices: Partial<PtyChunk> = {}): PtyChunk => ({
  ...somewhere,
  n: 2,
  offset: 0,
  kind: 'output',
  body: 'hello\r\n',
  ...choices,
});

/** Chunk 1 of every session: its size at the start. */
export const aStartSize = (choices: Partial<PtyChunk> = {}): PtyChunk =>
  aChunk({ n: 1, kind: 'resize', body: '120x32', ...choices });

export const aStdinRecord = (choices: Partial<StdinRecord> = {}): StdinRecord => {
  const body = choices.body ?? Buffer.from('ls\r');
  return { ...somewhere, n: 1, redacted: false, length: body.length, ...choices, body };
};
