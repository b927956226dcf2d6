import type { Clock } from '@agents-fleet/terminal';

/** So long floods rest for something that was typed, in milliseconds: as a rule its echo has come by then. */
const REST_MS = 5;
/** From one rest to the next, in milliseconds: whoever types without a pause gets a quarter of the time. */
const EVERY_MS = 20;

/** Lets terminals that flood rest for a moment when something is typed into another one, whose echo would wait for a core behind them. */
export class FloodRest {
  #resting: ReadonlySet<string> = new Set();
  #notBefore = -Infinity;

  /** @param changed called when sessions begin to rest, and when they go on */
  constructor(private readonly clock: Clock, private readonly changed: () => void) {}

  /**
   * Something was typed.
   * @param floods ids of the other sessions that print faster than it is taken
   */
  typed(floods: readonly string[]): void {
    if (floods.length === 0 || this.clock.now() < this.#notBefore) return;
    this.#notBefore = this.clock.now() + EVERY_MS;
    this.#rest(new Set(floods));
    this.clock.after(REST_MS, () => { this.#rest(new Set()); });
  }

  isResting(sessionId: string): boolean {
    return this.#resting.has(sessionId);
  }

  #rest(sessions: ReadonlySet<string>): void {
    this.#resting = sessions;
    this.changed();
  }
}
