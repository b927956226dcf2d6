import { setTimeout as sleep } from 'node:timers/promises';
import { ptyHeaders, readEvent, STREAMS, subjects, type FleetEvent } from '@agents-fleet/contracts';
import { chunkMessage, lastMessage, messageFrom, type Broker, type StoredMessage } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import type { Outbox } from './outbox/outbox.js';
import type { ProcessTable } from './processes/process-table.js';
import { SessionProcesses } from './processes/session-processes.js';
import { signalProcess, TreeStopper, type StopStep } from './processes/tree-stopper.js';
import type { SessionFile, SessionFiles } from './session/session-file.js';
import { SessionRecord, type RecordPosition } from './session/session-record.js';

/** For what a killed pty-host left running: nobody meters it, so it goes at once, with a moment to save its work. */
const ORPHAN_LADDER: readonly StopStep[] = [
  { atMs: 0, signal: 'SIGTERM' },
  { atMs: 700, signal: 'SIGKILL' },
];

/** Chunks at the end of a record among which some may be missing: twice what may be in flight at a time. */
const MAYBE_MISSING = 512;

const WHY = 'the pty-host was killed: output that was not yet acknowledged by the broker is lost';

/** A session of an earlier pty-host, and how many of its processes could not be ended. */
export interface Orphan {
  file: SessionFile;
  survivors: number;
}

/** Ends the processes of sessions that a killed pty-host left behind. Needs no broker, so it comes first. */
export async function sweepOrphans(files: SessionFiles, processes: ProcessTable, logger: Logger): Promise<Orphan[]> {
  const leftovers = files.leftovers((name) => {
    logger.error({ name }, 'a session file is damaged: its session can not be ended');
  });
  return Promise.all(
    leftovers.map(async (file) => {
      const found = new SessionProcesses(processes, { ...file, rootPid: null, tty: null });
      const survivors = await new TreeStopper({
        find: () => found.find(),
        findKnown: () => found.findKnown(),
        kill: signalProcess,
        type: () => undefined, // Its terminal went with its pty-host.
      }).stop(ORPHAN_LADDER);
      logger.warn({ sessionId: file.sessionId, survivors }, 'a session of a killed pty-host was swept');
      return { file, survivors };
    }),
  );
}

export interface RecoveryParts {
  epoch: string;
  broker: Broker;
  outbox: Outbox;
  files: SessionFiles;
}

/** Brings the records of swept sessions to an end: says that there is a gap, and how the session ended. */
export async function endRecords(orphans: readonly Orphan[], parts: RecoveryParts): Promise<void> {
  // What the killed pty-host had spooled comes first: it may hold the very end of a session.
  while (!parts.outbox.empty) await sleep(20);
  for (const orphan of orphans) {
    await endRecord(orphan, parts);
    parts.files.remove(orphan.file.sessionId);
  }
}

async function endRecord({ file, survivors }: Orphan, { epoch, broker, outbox }: RecoveryParts): Promise<void> {
  const { sessionId, runnerId, correlationId } = file;
  const lifecycle = await lastEvent(broker, subjects.event(sessionId, 'lifecycle'));
  if (lifecycle === null || lifecycle.type === 'session.ended') return;
  const usage = await lastEvent(broker, subjects.event(sessionId, 'usage'));
  const terminal = await endOfTerminal(broker, sessionId);
  const position: RecordPosition = { chunk: terminal.chunk, bytes: terminal.bytes, event: Math.max(lifecycle.n ?? 0, usage?.n ?? 0) };
  for (const n of terminal.missing) {
    // Readers go by a numbering without a hole, so what is lost is filled with nothing.
    const start = n === 1 ? ({ kind: 'resize', body: `${file.cols}x${file.rows}` } as const) : ({ kind: 'output', body: '' } as const);
    outbox.add({ ...chunkMessage({ sessionId, runnerId, epoch, n, at: Date.now(), offset: 0, ...start }), sessionId, afterAllElse: false });
  }
  const record = new SessionRecord({ sessionId, runnerId, epoch, correlationId }, { send: (message) => { outbox.add(message); } }, position);
  record.event('session.record_gap', { afterChunk: (terminal.missing[0] ?? terminal.chunk + 1) - 1, lostBytes: null, why: WHY });
  record.event(
    'session.ended',
    { stopReason: 'crash_recovery', exitCode: null, signal: null, lastChunk: terminal.chunk, bytes: terminal.bytes, survivors, stopDurationMs: null },
    { afterAllElse: true },
  );
  await outbox.stored(sessionId);
}

async function lastEvent(broker: Broker, subject: string): Promise<FleetEvent | null> {
  const message = await lastMessage(broker, STREAMS.log, subject);
  return message === null ? null : readEvent(JSON.parse(Buffer.from(message.data).toString()));
}

/** How far a session's terminal is stored, and which chunks before that are not. */
async function endOfTerminal(broker: Broker, sessionId: string): Promise<{ chunk: number; bytes: number; missing: number[] }> {
  const subject = subjects.pty(sessionId);
  const newest = await lastMessage(broker, STREAMS.pty, subject);
  if (newest === null) return { chunk: 0, bytes: 0, missing: [] };
  for (let reach = 2 * MAYBE_MISSING; ; reach *= 4) {
    const fromSeq = Math.max(1, newest.seq - reach);
    const stored: StoredMessage[] = [];
    for (let next = await messageFrom(broker, STREAMS.pty, subject, fromSeq); next !== null; next = await messageFrom(broker, STREAMS.pty, subject, next.seq + 1)) {
      stored.push(next);
      if (next.seq >= newest.seq) break;
    }
    const numbers = stored.map((message) => Number(message.header(ptyHeaders.n)));
    const last = Math.max(...numbers);
    if (fromSeq > 1 && Math.min(...numbers) > last - MAYBE_MISSING) continue;
    return { chunk: last, bytes: Math.max(...stored.map(endOf)), missing: missingBefore(last, new Set(numbers)) };
  }
}

/** Output bytes of the session up to the end of a chunk. */
function endOf(message: StoredMessage): number {
  return Number(message.header(ptyHeaders.offset)) + (message.header(ptyHeaders.kind) === 'output' ? message.data.length : 0);
}

/** Numbers that are missing among the last ones. Pure. */
export function missingBefore(last: number, stored: ReadonlySet<number>): number[] {
  const first = Math.max(1, last - MAYBE_MISSING + 1);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((n) => !stored.has(n));
}
