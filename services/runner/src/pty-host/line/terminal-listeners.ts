import type { SpokenChunk } from '@agents-fleet/terminal-line';

type Listener = (chunk: SpokenChunk) => void;

/** Who hears terminals of this machine before their chunks are stored. Costs a session that nobody hears one look-up a chunk. */
export class TerminalListeners {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Returns the way out. */
  listen(sessionId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(sessionId) ?? new Set();
    this.#listeners.set(sessionId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(sessionId) === listeners) this.#listeners.delete(sessionId);
    };
  }

  /** Whether anybody hears a session. */
  hears(sessionId: string): boolean {
    return this.#listeners.has(sessionId);
  }

  tell(sessionId: string, chunk: SpokenChunk): void {
    const listeners = this.#listeners.get(sessionId);
    if (listeners !== undefined) for (const listener of listeners) listener(chunk);
  }
}
