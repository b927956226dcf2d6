/** Runs one task after the other, in the order in which they came. */
export class Fifo {
  #tail: Promise<unknown> = Promise.resolve();

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#tail.then(task);
    // The next task waits for this one's end, not for its success.
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
