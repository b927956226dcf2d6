import { runnerHeartbeatSchema, type Runner, type RunnerHeartbeat } from '@agents-fleet/contracts';

/** Three heartbeats, one every 2 s: then a runner is taken for gone. */
export const OFFLINE_AFTER_MS = 6_000;
/** A heartbeat comes every 2 s; a little more for its way. */
const FIRST_HEARTBEAT_WAIT_MS = 2_500;
/** A runner that has been gone for so long is forgotten. */
const FORGET_AFTER_MS = 24 * 60 * 60_000;

interface Seen {
  readonly heartbeat: RunnerHeartbeat;
  readonly at: number;
}

/** Who runs sessions, as their heartbeats tell. Pure but for the clock that it is given. */
export class RunnerRegistry {
  readonly #seen = new Map<string, Seen>();
  readonly #waiting = new Set<() => void>();

  constructor(private readonly now: () => number = Date.now) {}

  /** @returns whether it was one; anything else on the subject is ignored */
  accept(message: unknown): boolean {
    const parsed = runnerHeartbeatSchema.safeParse(message);
    if (!parsed.success) return false;
    this.#seen.set(parsed.data.runnerId, { heartbeat: parsed.data, at: this.now() });
    for (const heard of this.#waiting) heard();
    this.#waiting.clear();
    return true;
  }

  /**
   * Those that are online. Right after a start nobody has been heard of yet, though a runner may well be there: then
   * this waits for a heartbeat, but no longer than two are apart.
   */
  async present(): Promise<Runner[]> {
    if (this.#seen.size === 0) await this.#heartbeat();
    return this.online();
  }

  #heartbeat(): Promise<void> {
    return new Promise((resolve) => {
      const heard = () => {
        clearTimeout(timer);
        this.#waiting.delete(heard);
        resolve();
      };
      const timer = setTimeout(heard, FIRST_HEARTBEAT_WAIT_MS);
      this.#waiting.add(heard);
    });
  }

  list(): Runner[] {
    for (const [id, { at }] of this.#seen) if (this.now() - at > FORGET_AFTER_MS) this.#seen.delete(id);
    return [...this.#seen.values()].map((seen) => this.#runnerOf(seen)).sort((a, b) => a.id.localeCompare(b.id));
  }

  online(): Runner[] {
    return this.list().filter((runner) => runner.online);
  }

  #runnerOf({ heartbeat, at }: Seen): Runner {
    return {
      id: heartbeat.runnerId,
      hostname: heartbeat.hostname,
      platform: heartbeat.platform,
      startedAt: heartbeat.startedAt,
      lastSeenAt: new Date(at).toISOString(),
      online: this.now() - at <= OFFLINE_AFTER_MS,
      sessionIds: heartbeat.sessionIds,
      repoRoots: heartbeat.repoRoots,
      spoolBytes: heartbeat.spoolBytes,
    };
  }
}
