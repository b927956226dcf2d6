import { type ServerMessage, STREAMS } from '@agents-fleet/contracts';
import { type Broker, lastSequence } from '@agents-fleet/event-log';
import { type Logger } from '@agents-fleet/platform';
import { type ReadModels, ReadModelsUnavailableError } from '@agents-fleet/read-models';
import { type FleetConnection } from './fleet-connection.js';
import { ProjectorLag, type ProjectionState } from './projector-lag.js';
import { type RunnerRegistry } from './runner-registry.js';

/** How often runners are looked at for having become silent, and the projector for standing still. */
const LOOK_EVERY_MS = 1_000;

/** Tells everybody when runners come, go or change, and when the broker or the projector is away. */
export class FleetStatus {
  readonly #broker: Broker;
  readonly #models: ReadModels;
  readonly #runners: RunnerRegistry;
  readonly #lag = new ProjectorLag();
  readonly #timer: NodeJS.Timeout;
  readonly #leave: () => void;
  #standsStillSince: Date | null = null;
  #lastRunners = '';
  #lastDegraded = '';

  constructor(
    { broker, models, runners }: FleetConnection,
    private readonly broadcast: (key: string, message: ServerMessage) => void,
    private readonly logger: Logger,
  ) {
    this.#broker = broker;
    this.#models = models;
    this.#runners = runners;
    this.#lastDegraded = JSON.stringify(this.#degraded());
    this.#timer = setInterval(() => {
      this.#tellRunners();
      void this.#watchProjector();
    }, LOOK_EVERY_MS);
    this.#leave = broker.status.onChange(() => { this.#tellDegraded(); });
  }

  /** For a socket that has just connected. */
  greeting(): ServerMessage[] {
    const runners: ServerMessage = { type: 'runners', items: this.#runners.list() };
    const degraded = this.#degraded();
    return degraded.asOf === null ? [runners] : [runners, degraded];
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#leave();
  }

  /** Sends the runners if anything but the time of their last heartbeat has changed. */
  #tellRunners(): void {
    const items = this.#runners.list();
    const seen = JSON.stringify(items.map(({ lastSeenAt: _, ...runner }) => runner));
    if (seen === this.#lastRunners) return;
    this.#lastRunners = seen;
    this.broadcast('runners', { type: 'runners', items });
  }

  #tellDegraded(): void {
    const message = this.#degraded();
    const text = JSON.stringify(message);
    if (text === this.#lastDegraded) return;
    this.#lastDegraded = text;
    this.broadcast('degraded', message);
  }

  /** What is wrong now; `asOf: null` when nothing is. */
  #degraded(): Extract<ServerMessage, { type: 'degraded' }> {
    if (!this.#broker.status.online) {
      const message = 'The broker is away: sessions run on, and their record follows when it is back.';
      return { type: 'degraded', asOf: this.#broker.status.since.toISOString(), message };
    }
    if (this.#standsStillSince !== null) {
      const message = 'The projector is away: terminals are live, all other figures stand still.';
      return { type: 'degraded', asOf: this.#standsStillSince.toISOString(), message };
    }
    return { type: 'degraded', asOf: null, message: null };
  }

  async #watchProjector(): Promise<void> {
    if (!this.#broker.status.online) return;
    try {
      this.#standsStillSince = this.#lag.judge(await this.#projectionState());
    } catch (error) {
      // The broker went while it was asked: its own listener tells.
      this.logger.debug({ error }, 'the projector’s position could not be looked up');
    }
    this.#tellDegraded();
  }

  async #projectionState(): Promise<ProjectionState> {
    const logEnd = await lastSequence(this.#broker, STREAMS.log);
    try {
      const checkpoints = await this.#models.checkpoints.list();
      return { logEnd, position: checkpoints.find(({ stream }) => stream === STREAMS.log)?.position ?? null };
    } catch (error) {
      if (error instanceof ReadModelsUnavailableError) return { logEnd, position: null };
      throw error;
    }
  }
}
