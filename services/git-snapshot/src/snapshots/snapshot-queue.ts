import { IN_BACKGROUND } from '../git/git.js';
import { Turns } from '../git/turns.js';
import type { CaptureRequest } from './capture-request.js';

/** Starts that are read at once, beside the others: they must not wait for a long end of another session. */
const STARTS_AT_ONCE = 2;
/** Those that a person asks for and waits for. */
const ASKED_AT_ONCE = 2;

/** Says when a snapshot is taken: those of one session one after the other, and only some at once. */
export class SnapshotQueue {
  readonly #starts = new Turns(STARTS_AT_ONCE);
  readonly #asked = new Turns(ASKED_AT_ONCE);
  readonly #ends = new Turns(IN_BACKGROUND);
  /** The last piece of work of each session that has any. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Sessions with snapshots that are not taken yet. */
  get waiting(): number {
    return this.#last.size;
  }

  run<Result>({ sessionId, phase }: Pick<CaptureRequest, 'sessionId' | 'phase'>, work: () => Promise<Result>): Promise<Result> {
    const turns = phase === 'start' ? this.#starts : phase === 'end' ? this.#ends : this.#asked;
    const before = this.#last.get(sessionId) ?? Promise.resolve();
    const result = before.then(() => turns.take(work));
    const settled = result.then(() => undefined, () => undefined);
    this.#last.set(sessionId, settled);
    void settled.then(() => {
      if (this.#last.get(sessionId) === settled) this.#last.delete(sessionId);
    });
    return result;
  }

  /** Resolves when nothing is left. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}
