import type { Logger } from '@agents-fleet/platform';
import { systemClock } from '@agents-fleet/terminal';
import type { ControlNotice, StartSession } from '../control/protocol.js';
import type { TerminalListeners } from './line/terminal-listeners.js';
import type { Outbox } from './outbox/outbox.js';
import type { InheritedMark } from './processes/inherited-mark.js';
import type { ProcessTable } from './processes/process-table.js';
import { SessionProcesses } from './processes/session-processes.js';
import type { CommandGate } from './pty/command-gate.js';
import type { PseudoTerminal } from './pty/pseudo-terminal.js';
import type { TerminalModes } from './pty/terminal-modes.js';
import { HeldCommand } from './session/held-command.js';
import { HeldMessages } from './session/held-messages.js';
import { PtySession } from './session/pty-session.js';
import { SessionRecord } from './session/session-record.js';

/** What every session of this machine is made with. */
export interface SessionSurroundings {
  runnerId: string;
  epoch: string;
  countCacheReads: boolean;
  /** `null`: a session may be idle for ever. */
  idleTimeoutMs: number | null;
  outbox: Outbox;
  listeners: TerminalListeners;
  modes: TerminalModes;
  processes: ProcessTable;
  logger: Logger;
  /** Tells the runner what it did not ask. */
  tell: (notice: ControlNotice) => void;
}

/** The program of a session, which runs or is held by its gate. */
export interface LaunchedProgram {
  terminal: PseudoTerminal;
  mark: InheritedMark | null;
  /** `null`: nothing holds it. */
  gate: CommandGate | null;
}

/**
 * Records the start of a session, and meters its program from here on.
 * @param paused called when its output has to wait for the broker
 */
export function newSession(command: StartSession, { terminal, mark, gate }: LaunchedProgram, surroundings: SessionSurroundings, paused: () => void): PtySession {
  const { sessionId, correlationId, cols, rows, budgetNanoUsd, budgetTokens } = command;
  const baselineWaitMs = gate === null ? 0 : command.baselineWaitMs;
  const { runnerId, epoch, outbox, listeners, modes, processes, countCacheReads, idleTimeoutMs, logger, tell } = surroundings;
  const { pid, tty } = terminal;
  const held = new HeldMessages(systemClock, (message) => { outbox.add(message); }, () => listeners.hears(sessionId));
  const record = new SessionRecord({ sessionId, runnerId, epoch, correlationId }, {
    send: (message) => { held.send(message); },
    hear: (chunk) => { listeners.tell(sessionId, chunk); },
  });
  const { kind, agent, name, repoPath, resumeOf, carried } = command;
  record.event('session.started', {
    kind, agent, name, command: command.command, repoPath, budgetNanoUsd, budgetTokens, cols, rows, pid, resumeOf, carried, baselineWaitMs,
  });
  const heldCommand = gate === null ? null : new HeldCommand(gate, baselineWaitMs, (started) => {
    record.event('session.command_started', started);
  });
  return new PtySession({
    sessionId,
    terminal,
    held: heldCommand,
    record,
    modes,
    countCacheReads,
    idleTimeoutMs,
    processes: new SessionProcesses(processes, { sessionId, mark, rootPid: pid, tty }),
    budget: { version: 1, budgetNanoUsd, budgetTokens },
    carried,
    launch: command.launch,
    onPaused: paused,
    onExited: () => { tell({ notice: 'exited', sessionId }); },
    size: { cols, rows },
    logger,
  });
}
