import { hostname } from 'node:os';
import { subjects, type RunnerHeartbeat } from '@agents-fleet/contracts';
import { publishCore, type Broker } from '@agents-fleet/event-log';
import type { Logger } from '@agents-fleet/platform';
import type { ControlClient } from '../control/control-client.js';
import type { AgentSessions } from './agent-sessions.js';

/** Milliseconds between two heartbeats; three missed ones make a runner offline. */
const BEAT_EVERY_MS = 2_000;

export interface HeartbeatParts {
  broker: Broker;
  ptyHost: ControlClient;
  sessions: AgentSessions;
  runnerId: string;
  repoRoots: readonly string[];
  logger: Logger;
}

/** Says every 2 s that the runner is there and how it fares. Silent while its pty-host is away: it could do nothing. */
export class Heartbeat {
  readonly #parts: HeartbeatParts;
  readonly #timer: NodeJS.Timeout;
  #ptyHostAnswers = false;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => {
      void this.beat();
    }, BEAT_EVERY_MS);
  }

  /** Whether the pty-host answered the last time. */
  get ptyHostAnswers(): boolean {
    return this.#ptyHostAnswers;
  }

  async beat(): Promise<void> {
    const { broker, ptyHost, sessions, runnerId, repoRoots, logger } = this.#parts;
    const askedAt = performance.now();
    const status = await ptyHost.status(sessions.sessionIds);
    if ((status !== null) !== this.#ptyHostAnswers) logger.info({ ptyHost: status !== null }, status === null ? 'the pty-host is away' : 'the pty-host answers');
    this.#ptyHostAnswers = status !== null;
    if (status !== null) await sessions.update(status, askedAt);
    if (status === null || !broker.status.online) return;
    const { epoch, startedAt, sessionIds, spoolBytes } = status;
    const heartbeat: RunnerHeartbeat = {
      runnerId, epoch, hostname: hostname(), platform: process.platform, startedAt, sessionIds, repoRoots: [...repoRoots], spoolBytes,
    };
    publishCore(broker, subjects.runnerHeartbeat(runnerId), heartbeat);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
