/** Told of sessions whose rows the projector has just committed. */
export type ChangeListener = (sessionIds: readonly string[]) => void;

/** Hands on what the projector says, to whoever wants to know. */
export class ProjectionChanges {
  readonly #listeners = new Set<ChangeListener>();

  /** Returns the way out. */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(sessionIds: readonly string[]): void {
    for (const listener of [...this.#listeners]) listener(sessionIds);
  }

  /**
   * Reads until the read models show what is wanted, looking at once and after each change of the session.
   * @returns what was read last, wanted or not, when the time is over
   */
  async until<Value>(sessionId: string, timeoutMs: number, read: () => Promise<Value>, wanted: (value: Value) => boolean): Promise<Value> {
    const deadline = AbortSignal.timeout(timeoutMs);
    let wake: () => void = () => undefined;
    const leave = this.listen((ids) => { if (ids.includes(sessionId)) wake(); });
    deadline.addEventListener('abort', () => { wake(); }, { once: true });
    try {
      for (;;) {
        // Armed before the read, so that a change during it is not missed.
        const changed = new Promise<void>((resolve) => (wake = resolve));
        const value = await read();
        if (wanted(value) || deadline.aborted) return value;
        await changed;
      }
    } finally {
      leave();
    }
  }
}
