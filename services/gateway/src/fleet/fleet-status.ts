import { type ServerMessage } from '@agents-fleet/contracts';
import { type Broker } from '@agents-fleet/event-log';
import { type RunnerRegistry } from './runner-registry.js';

/** How often runners are looked at for having become silent. */
const LOOK_EVERY_MS = 1_000;

/** Tells everybody when runners come, go or change, and when the broker is away. */
export class FleetStatus {
  readonly #timer: NodeJS.Timeout;
  readonly #leave: () => void;
  #lastRunners = '';

  constructor(
    private readonly broker: Broker,
    private readonly runners: RunnerRegistry,
    private readonly broadcast: (key: string, message: ServerMessage) => void,
  ) {
    this.#timer = setInterval(() => { this.tellRunners(); }, LOOK_EVERY_MS);
    this.#leave = broker.status.onChange(() => { broadcast('degraded', this.degraded()); });
  }

  /** Sends the runners if anything but the time of their last heartbeat has changed. */
  tellRunners(): void {
    const items = this.runners.list();
    const seen = JSON.stringify(items.map(({ lastSeenAt: _, ...runner }) => runner));
    if (seen === this.#lastRunners) return;
    this.#lastRunners = seen;
    this.broadcast('runners', { type: 'runners', items });
  }

  /** What is wrong now; `asOf: null` when nothing is. */
  degraded(): ServerMessage {
    if (this.broker.status.online) return { type: 'degraded', asOf: null, message: null };
    const asOf = this.broker.status.since.toISOString();
    return { type: 'degraded', asOf, message: 'The broker is away: sessions run on, what they print comes when it is back.' };
  }

  /** For a socket that has just connected. */
  greeting(): ServerMessage[] {
    const runners: ServerMessage = { type: 'runners', items: this.runners.list() };
    return this.broker.status.online ? [runners] : [runners, this.degraded()];
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#leave();
  }
}
