import { STREAMS, subjects } from '@agents-fleet/contracts';
import type { ReceivedMessage } from '@agents-fleet/event-log';
import type { AppliedBatch, PoisonMessage, Projection } from '@agents-fleet/projections';
import type { ReadModelWriter, StdinEventRow } from '@agents-fleet/read-models';
import { GATHER_TERMINAL_MS } from '../gathering.js';
import { groupBy } from '../group-by.js';
import { readStdin } from './chunk-message.js';
import { emptyTerminal } from './evolve-terminal.js';

/** What was typed, for the audit. */
export const stdinProjection: Projection = {
  name: 'stdin',
  stream: STREAMS.pty,
  subject: subjects.allStdin,
  maxMessages: 256,
  maxBytes: 4 * 1024 ** 2,
  gatherMs: GATHER_TERMINAL_MS,
  yieldsToFloods: false,
  apply: applyStdin,
};

async function applyStdin(messages: readonly ReceivedMessage[], write: ReadModelWriter): Promise<AppliedBatch> {
  const rows: StdinEventRow[] = [];
  const poison: PoisonMessage[] = [];
  for (const message of messages) {
    const row = readStdin(message);
    if (typeof row === 'string') poison.push({ message, why: row });
    else rows.push(row);
  }
  await write.addStdinEvents(rows);
  const bySession = groupBy(rows, ({ sessionId }) => sessionId);
  const known = await write.terminals.get([...bySession.keys()]);
  await write.terminals.save(
    [...bySession].map(([sessionId, ofSession]) => {
      const terminal = known.get(sessionId) ?? emptyTerminal(sessionId);
      return { ...terminal, lastActivityMs: Math.max(terminal.lastActivityMs, ...ofSession.map(({ at }) => at)) };
    }),
  );
  return { sessionIds: bySession.keys(), poison };
}
