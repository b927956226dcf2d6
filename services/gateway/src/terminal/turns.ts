/** Ends a turn. More than once is once. */
export type EndTurn = () => void;

/** Lets one in at a time, in the order in which they came. */
export class Turns {
  #isTaken = false;
  readonly #waiting: (() => void)[] = [];

  /** Resolves with what ends the turn; with `null` when `signal` was aborted before it came. */
  async next(signal: AbortSignal): Promise<EndTurn | null> {
    if (this.#isTaken && !(await this.#called(signal))) return null;
    this.#isTaken = true;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const call = this.#waiting.shift();
      if (call === undefined) this.#isTaken = false;
      else call();
    };
  }

  /** Stays in the line until it is called, or goes. */
  #called(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(call), 1);
        resolve(false);
      };
      const call = () => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      };
      this.#waiting.push(call);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
