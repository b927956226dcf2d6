/** What ends a wait early: a change, which is kept in mind until somebody waits for one, or the end. */
export class WakeUp {
  #changed = false;
  #stopped = false;
  readonly #waiting = new Set<() => void>();

  get isStopped(): boolean {
    return this.#stopped;
  }

  change(): void {
    this.#changed = true;
    this.#wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Resolves after so many milliseconds, or at the end. */
  async rest(ms: number): Promise<void> {
    const until = performance.now() + ms;
    for (let left = ms; left > 0 && !this.#stopped; left = until - performance.now()) await this.#wait(left);
  }

  /** Resolves with a change since the last call, after so many milliseconds, or at the end. */
  async changeWithin(ms: number): Promise<void> {
    if (!this.#changed && !this.#stopped && ms > 0) await this.#wait(ms);
    this.#changed = false;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
