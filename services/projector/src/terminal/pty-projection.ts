import { STREAMS, subjects } from '@agents-fleet/contracts';
import type { ReceivedMessage } from '@agents-fleet/event-log';
import type { AppliedBatch, PoisonMessage, Projection } from '@agents-fleet/projections';
import type { PtyChunkRow, ReadModelWriter, TerminalRow } from '@agents-fleet/read-models';
import { groupBy } from '../group-by.js';
import { keepExitHints, mayHoldExitHint } from '../resume/keep-exit-hints.js';
import { readChunk } from './chunk-message.js';
import { emptyTerminal, takeUpChunks } from './evolve-terminal.js';

/** What terminals wrote, byte for byte, and how each of them looks now. */
export const ptyProjection: Projection = {
  name: 'pty',
  stream: STREAMS.pty,
  subject: subjects.allPty,
  // With chunks of up to 64 KiB, twice this is what lies in memory while the disk is busy: 16 MiB.
  maxMessages: 128,
  // About 25 ms of writing: what waits for its turn behind a flood of output does not wait longer.
  maxBytes: 4 * 1024 ** 2,
  apply: applyChunks,
};

async function applyChunks(messages: readonly ReceivedMessage[], write: ReadModelWriter): Promise<AppliedBatch> {
  const { chunks, poison } = read(messages);
  const bySession = groupBy(chunks, ({ sessionId }) => sessionId);
  const known = await write.terminals.get([...bySession.keys()]);
  const terminals: TerminalRow[] = [];
  for (const [sessionId, ofSession] of bySession) {
    const before = known.get(sessionId) ?? emptyTerminal(sessionId);
    // Only while a chunk is missing is anything stored beyond the end of the record.
    const ahead = before.newestChunk > before.lastChunk ? await write.terminals.chunksAfter(sessionId, before.lastChunk) : [];
    const { terminal, added } = takeUpChunks(before, new Map(ahead.map(({ n, end }) => [n, end])), ofSession);
    await write.terminals.addChunks(added);
    terminals.push(terminal);
  }
  await write.terminals.save(terminals);
  await keepExitHints(write, terminals.filter(mayHoldExitHint).map(({ sessionId }) => sessionId));
  return { sessionIds: bySession.keys(), poison };
}

function read(messages: readonly ReceivedMessage[]): { chunks: PtyChunkRow[]; poison: PoisonMessage[] } {
  const chunks: PtyChunkRow[] = [];
  const poison: PoisonMessage[] = [];
  for (const message of messages) {
    const chunk = readChunk(message);
    if (typeof chunk === 'string') poison.push({ message, why: chunk });
    else chunks.push(chunk);
  }
  return { chunks, poison };
}
