/** Whether the connection to the broker is up. */
export type BrokerState = 'online' | 'offline' | 'closed';

/** Tells whether the broker can be reached right now, and who wants to know when that changes. */
export class BrokerStatus {
  #state: BrokerState = 'online';
  #since = new Date();
  readonly #listeners = new Set<(state: BrokerState) => void>();

  get state(): BrokerState {
    return this.#state;
  }

  get online(): boolean {
    return this.#state === 'online';
  }

  /** When the state last changed. */
  get since(): Date {
    return this.#since;
  }

  /** Calls `listener` with every later change, in the order in which listeners came. Returns the way out. */
  onChange(listener: (state: BrokerState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves once the broker is online, or closed for good, or `signal` fires: check which afterwards. */
  untilOnline(signal?: AbortSignal): Promise<void> {
    if (this.#state !== 'offline' || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        leave();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const leave = this.onChange((state) => {
        if (state !== 'offline') done();
      });
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  /** Only the connection calls this. */
  change(state: BrokerState): void {
    if (state === this.#state || this.#state === 'closed') return;
    this.#state = state;
    this.#since = new Date();
    for (const listener of [...this.#listeners]) listener(state);
  }
}
