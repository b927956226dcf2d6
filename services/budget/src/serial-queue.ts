/** Runs tasks one after the other, so that a decision and what it publishes are never split by another decision. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what the task returns. One that fails rejects for its caller and does not stop those behind it. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(task);
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}
