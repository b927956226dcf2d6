import type { CommandReply, StartCommand } from '@agents-fleet/contracts';
import type { Logger } from '@agents-fleet/platform';
import { ReportLostError, type AgentFollower, type AgentTools, type PreparedLaunch, type SessionReporter } from '../agents/agent-adapter.js';
import { adapterFor, adapterOf } from '../agents/agent-list.js';
import type { AgentReceiver } from '../agents/agent-receiver.js';
import type { ControlClient } from '../control/control-client.js';
import { plainLaunch } from '../control/launch-plan.js';
import { environmentReplySchema, type PtyHostStatus } from '../control/protocol.js';
import type { ModelRatesCache } from './model-rates.js';
import type { SavedSessions } from './saved-sessions.js';
import { SessionReports } from './session-reports.js';

export interface AgentSessionsParts {
  ptyHost: ControlClient;
  receiver: AgentReceiver;
  rates: ModelRatesCache;
  saved: SavedSessions;
  /** How long the command of a session in a directory may be held for its baseline, in milliseconds. */
  baselineWaitMs: (repoPath: string) => number;
  logger: Logger;
}

interface Followed {
  follower: AgentFollower;
  reports: SessionReports;
  settling: boolean;
  /** By `performance.now()`. */
  since: number;
}

/**
 * The sessions whose agents have an adapter: has their launch prepared, follows them while they run, also those that an
 * earlier runner started, and lets their adapter finish when their program has exited.
 */
export class AgentSessions {
  readonly #parts: AgentSessionsParts;
  readonly #tools: AgentTools;
  readonly #followed = new Map<string, Followed>();
  /** Told to have exited before anybody followed them: a program may end while its start is being answered. */
  readonly #exitedEarly = new Set<string>();
  /** A start that is asked for twice is done once. */
  readonly #starting = new Map<string, Promise<CommandReply<unknown>>>();
  #adopted = false;

  constructor(parts: AgentSessionsParts) {
    this.#parts = parts;
    const { receiver, saved, logger } = parts;
    this.#tools = { receiver, logger, privateDirectory: (sessionId) => saved.directoryOf(sessionId) };
    parts.ptyHost.onNotice(({ sessionId }) => {
      this.#sawExit(sessionId);
    });
  }

  /** Sessions that are reported on. */
  get sessionIds(): string[] {
    return [...this.#followed.keys()];
  }

  /** Starts a session. @param command with its real path, inside the allowed roots */
  start(command: StartCommand): Promise<CommandReply<unknown>> {
    const { sessionId } = command;
    const starting = this.#starting.get(sessionId) ?? this.#start(command).finally(() => this.#starting.delete(sessionId));
    this.#starting.set(sessionId, starting);
    return starting;
  }

  /**
   * Brings itself up to date by what the pty-host says: adopts at the first time, and acts on notices that were missed.
   * @param askedAt when the status was asked for, by `performance.now()`
   */
  async update(status: PtyHostStatus, askedAt: number): Promise<void> {
    if (!this.#adopted) {
      this.#adopted = true;
      await this.#adopt(status);
    }
    for (const sessionId of status.exitedIds) this.#sawExit(sessionId);
    const known = new Set(status.sessionIds);
    for (const [sessionId, { since }] of this.#followed) {
      // Swept with a pty-host that was killed: nobody takes reports of it any more.
      if (!known.has(sessionId) && since < askedAt) this.#sawExit(sessionId);
    }
    this.#exitedEarly.clear();
  }

  /** The runner ends; its sessions go on. */
  async close(): Promise<void> {
    const followed = [...this.#followed.values()];
    this.#followed.clear();
    await Promise.all(followed.map(({ follower }) => follower.close({ sessionEnded: false })));
  }

  async #start(command: StartCommand): Promise<CommandReply<unknown>> {
    const { ptyHost, saved } = this.#parts;
    const { sessionId } = command;
    const { adapter, program } = adapterFor(command.command);
    const baselineWaitMs = this.#parts.baselineWaitMs(command.repoPath);
    if (command.command === null || program === null || adapter.agent === 'shell') {
      return ptyHost.ask('start', { ...command, agent: 'shell', launch: plainLaunch(command.command), baselineWaitMs });
    }
    if (this.#followed.has(sessionId)) return { ok: true, data: { sessionId } };
    const environment = environmentReplySchema.safeParse(dataOf(await ptyHost.ask('environment', { sessionId })));
    if (!environment.success) return { ok: false, error: { code: 'unavailable', message: 'the pty-host does not answer', field: null } };
    const prepared = await adapter.prepare(
      { sessionId, command: command.command, program, repoPath: command.repoPath, environment: { ...environment.data, ...program.assignments } },
      this.#tools,
    );
    const reply = await ptyHost.ask('start', { ...command, agent: adapter.agent, launch: prepared.plan, baselineWaitMs });
    if (reply.ok) {
      this.#follow(sessionId, adapter.agent, (reporter) => prepared.follow(reporter));
    } else {
      await this.#discard(sessionId, prepared);
      saved.remove(sessionId);
    }
    return reply;
  }

  /** Follows what an earlier runner left running, and removes what it kept of sessions that are over. */
  async #adopt(status: PtyHostStatus): Promise<void> {
    const { saved, logger } = this.#parts;
    const running = new Set(status.sessionIds);
    for (const sessionId of saved.sessionIds()) {
      if (this.#followed.has(sessionId)) continue;
      const session = saved.read(sessionId);
      const adapter = session === null ? null : adapterOf(session.agent);
      if (!running.has(sessionId) || session === null || adapter === null) {
        saved.remove(sessionId);
        continue;
      }
      try {
        const reporter = this.#reporterOf(sessionId, session.agent);
        const follower = await adapter.adopt(sessionId, session.saved, reporter, this.#tools);
        this.#followed.set(sessionId, { follower, reports: reporter.reports, settling: false, since: performance.now() });
        logger.info({ sessionId, agent: session.agent }, 'a session is followed again');
      } catch (error) {
        // Its pty-host counts its characters, as long as nobody reports.
        logger.error({ sessionId, error: String(error) }, 'a session can not be followed again');
        saved.remove(sessionId);
      }
    }
  }

  #follow(sessionId: string, agent: string, follow: (reporter: SessionReporter) => AgentFollower): void {
    const reporter = this.#reporterOf(sessionId, agent);
    this.#followed.set(sessionId, { follower: follow(reporter), reports: reporter.reports, settling: false, since: performance.now() });
    reporter.save();
    if (this.#exitedEarly.delete(sessionId)) this.#sawExit(sessionId);
  }

  #reporterOf(sessionId: string, agent: string): SessionReporter & { reports: SessionReports } {
    const { ptyHost, rates, saved, logger } = this.#parts;
    const reports = new SessionReports(sessionId, ptyHost, rates, logger);
    return {
      reports,
      report: (facts) => reports.report(facts),
      save: () => {
        const followed = this.#followed.get(sessionId);
        if (followed !== undefined) saved.write({ sessionId, agent, saved: followed.follower.saved });
      },
    };
  }

  #sawExit(sessionId: string): void {
    const followed = this.#followed.get(sessionId);
    if (followed === undefined) this.#exitedEarly.add(sessionId);
    else if (!followed.settling) void this.#settle(sessionId, followed);
  }

  async #settle(sessionId: string, followed: Followed): Promise<void> {
    followed.settling = true;
    const { saved, logger } = this.#parts;
    try {
      await followed.follower.settle();
      await followed.reports.report([{ kind: 'settled' }]);
    } catch (error) {
      const level = error instanceof ReportLostError ? 'warn' : 'error';
      logger[level]({ sessionId, error: String(error) }, 'the last usage of a session was not reported');
    }
    // Not while the runner closes: then the files are for the next one.
    if (!this.#followed.delete(sessionId)) return;
    await followed.follower.close({ sessionEnded: true });
    saved.remove(sessionId);
  }

  async #discard(sessionId: string, prepared: PreparedLaunch): Promise<void> {
    await prepared.discard().catch((error: unknown) => {
      this.#parts.logger.error({ sessionId, error: String(error) }, 'what was prepared for a session could not be removed');
    });
  }
}

function dataOf(reply: CommandReply<unknown>): unknown {
  return reply.ok ? reply.data : undefined;
}
