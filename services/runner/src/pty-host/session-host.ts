import type { CommandError, CommandReply } from '@agents-fleet/contracts';
import type { Broker } from '@agents-fleet/event-log';
import { systemClock } from '@agents-fleet/terminal';
import type { RenewBudget, Report, StartSession, StopSession } from '../control/protocol.js';
import { FloodRest } from './flood-rest.js';
import { newSession, type SessionSurroundings } from './new-session.js';
import { createInheritedMark } from './processes/inherited-mark.js';
import { signalProcess } from './processes/tree-stopper.js';
import { childEnvironment } from './pty/child-environment.js';
import { CommandGate } from './pty/command-gate.js';
import { launchVector, NoShellError } from './pty/launch-command.js';
import { PseudoTerminal } from './pty/pseudo-terminal.js';
import { refusalOfStart } from './refusal-of-start.js';
import type { PtySession } from './session/pty-session.js';
import type { SessionFiles } from './session/session-file.js';

/** Ids of ended sessions that are remembered, so that a command that comes twice starts nothing twice. */
const MAX_REMEMBERED = 10_000;

/** Milliseconds between two samples of the process list, which find children before they can hide. */
const SAMPLE_EVERY_MS = 1_000;

export interface SessionHostParts extends SessionSurroundings {
  repoRoots: readonly string[];
  childVariables: readonly string[];
  maxSessions: number;
  broker: Broker;
  files: SessionFiles;
  /** Directory of the gates of held commands. */
  gates: string;
}

/** The sessions of this machine: starts them, finds them, ends them. */
export class SessionHost {
  readonly #parts: SessionHostParts;
  readonly #sessions = new Map<string, PtySession>();
  /** Oldest first. */
  readonly #started = new Set<string>();
  /** Those whose gate is being made. */
  readonly #starting = new Map<string, Promise<CommandReply<unknown>>>();
  #sampler: NodeJS.Timeout | null = null;
  readonly #floodRest = new FloodRest(systemClock, () => { this.applyPressure(); });
  #closing = false;
  #outputPauses = 0;

  constructor(parts: SessionHostParts) {
    this.#parts = parts;
  }

  get sessionIds(): string[] {
    return [...this.#sessions.keys()];
  }

  /** Sessions whose program has exited, and whose end waits for the last reports. */
  get exitedIds(): string[] {
    return [...this.#sessions.values()].filter(({ settling }) => settling).map(({ id }) => id);
  }

  /** How often the output of a session has waited for the broker, of all sessions since the start. */
  get outputPauses(): number {
    return this.#outputPauses;
  }

  /** A runner says which sessions it reports on. */
  attend(sessionIds: readonly string[]): void {
    for (const id of sessionIds) this.#sessions.get(id)?.attend();
  }

  /** The environment that a session's program would get. */
  environmentOf(sessionId: string): Record<string, string> {
    return childEnvironment(sessionId, this.#parts.childVariables);
  }

  /** Records what an adapter has learnt of its session. */
  report({ sessionId, facts }: Report): CommandReply<unknown> {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return refused('session_not_found', 'no such session runs here', null);
    return { ok: true, data: session.report(facts) };
  }

  /** Starts a session. The same one again is already started, and that is all the sender wants. */
  start(command: StartSession): Promise<CommandReply<unknown>> | CommandReply<unknown> {
    const { sessionId } = command;
    if (command.baselineWaitMs === 0 || this.#started.has(sessionId)) return this.#start(command, null);
    const starting = this.#starting.get(sessionId) ?? this.#startHeld(command).finally(() => this.#starting.delete(sessionId));
    this.#starting.set(sessionId, starting);
    return starting;
  }

  /** The repo is kept as it was: the session's command may run, if it was held for that. */
  begin(sessionId: string): CommandReply<unknown> {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return refused('session_not_found', 'no such session runs here', null);
    session.beginCommand();
    return { ok: true, data: {} };
  }

  async #startHeld(command: StartSession): Promise<CommandReply<unknown>> {
    const { gates, logger } = this.#parts;
    const { sessionId } = command;
    const gate = await CommandGate.make(gates, sessionId).catch((error: unknown) => {
      // Rather a baseline that may be late than no session.
      logger.error({ sessionId, error: String(error) }, 'a command can not be held for its baseline');
      return null;
    });
    const reply = this.#start(command, gate);
    if (!this.#sessions.has(sessionId)) gate?.close();
    return reply;
  }

  #start(command: StartSession, gate: CommandGate | null): CommandReply<unknown> {
    if (this.#started.has(command.sessionId)) return { ok: true, data: { sessionId: command.sessionId } };
    const { broker, maxSessions, repoRoots } = this.#parts;
    const refusal = refusalOfStart(command, {
      isClosing: this.#closing,
      isBrokerOnline: broker.status.online,
      sessions: this.#sessions.size,
      maxSessions,
      repoRoots,
    });
    if (refusal !== null) return { ok: false, error: refusal };
    try {
      this.#open(command, gate);
    } catch (error) {
      this.#parts.files.remove(command.sessionId);
      this.#parts.logger.error({ sessionId: command.sessionId, error: String(error) }, 'a session could not be started');
      const message = error instanceof NoShellError ? error.message : 'the system could not start the command in a terminal';
      return refused('unavailable', message, null);
    }
    return { ok: true, data: { sessionId: command.sessionId } };
  }

  stop({ sessionId, budgetVersion, ...order }: StopSession): CommandReply<unknown> {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return refused('session_not_found', 'no such session runs here', null);
    // A budget that was raised in the meantime is not the one that was reached.
    if (budgetVersion === null || budgetVersion >= session.budget.version) session.stop(order);
    return { ok: true, data: {} };
  }

  renew({ sessionId, ...budget }: RenewBudget): CommandReply<unknown> {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) return refused('session_not_found', 'no such session runs here', null);
    session.renewBudget(budget);
    return { ok: true, data: {} };
  }

  /** The session that input and resizes are for. */
  find(sessionId: string): PtySession | null {
    const session = this.#sessions.get(sessionId);
    return session === undefined || session.ending ? null : session;
  }

  /** Something was typed into a session: its echo goes before the floods of others. */
  typed(sessionId: string): void {
    this.#floodRest.typed(this.sessionIds.filter((id) => id !== sessionId && this.#parts.outbox.isFlooded(id)));
  }

  /** Lets every session read on or wait, as the outbox says, and for echoes. */
  applyPressure(): void {
    for (const session of this.#sessions.values()) session.allowOutput(this.#parts.outbox.mayProduce(session.id), this.#floodRest.isResting(session.id));
  }

  /** Takes no new session, ends those that run, and resolves when all have been handed to the outbox. */
  async shutDown(): Promise<void> {
    this.#closing = true;
    const sessions = [...this.#sessions.values()];
    for (const session of sessions) session.stop({ reason: 'shutdown', force: false, enforcedBy: 'runner' });
    await Promise.all(sessions.map(({ ended }) => ended));
  }

  #open(command: StartSession, gate: CommandGate | null): void {
    const { sessionId, correlationId, cols, rows, repoPath } = command;
    const { runnerId, files } = this.#parts;
    const mark = createInheritedMark();
    const launch = launchVector(command.launch.command, mark, gate?.path ?? null);
    files.write({ sessionId, runnerId, correlationId, mark, cols, rows });
    const environment = { ...this.environmentOf(sessionId), ...command.launch.environment };
    const terminal = new PseudoTerminal({ ...launch, cwd: repoPath, environment, cols, rows });
    let session: PtySession;
    try {
      session = newSession(command, { terminal, mark, gate }, this.#parts, () => { this.#outputPauses++; });
    } catch (error) {
      // Nothing may run that is not metered.
      signalProcess(-terminal.pid, 'SIGKILL');
      terminal.release();
      throw error;
    }
    this.#sessions.set(sessionId, session);
    this.#remember(sessionId);
    this.#parts.modes.warmUp();
    this.#sampler ??= setInterval(() => {
      this.#sample();
    }, SAMPLE_EVERY_MS).unref();
    void session.ended.then(() => this.#forget(sessionId));
  }

  async #forget(sessionId: string): Promise<void> {
    this.#sessions.delete(sessionId);
    if (this.#sessions.size === 0) {
      if (this.#sampler !== null) clearInterval(this.#sampler);
      this.#sampler = null;
      // Its helper costs memory that nobody needs now.
      this.#parts.modes.close();
    }
    await this.#parts.outbox.stored(sessionId);
    this.#parts.files.remove(sessionId);
  }

  #remember(sessionId: string): void {
    this.#started.add(sessionId);
    if (this.#started.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#started) {
      this.#started.delete(oldest);
      break;
    }
  }

  #sample(): void {
    const processes = this.#parts.processes.sample();
    for (const session of this.#sessions.values()) {
      session.processes.findIn(processes);
      session.stopIfIdle();
    }
  }
}

function refused(code: CommandError['code'], message: string, field: string | null): CommandReply<never> {
  return { ok: false, error: { code, message, field } };
}
