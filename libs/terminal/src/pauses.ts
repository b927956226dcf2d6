import { setImmediate as turn } from 'node:timers/promises';

/** Longest work in one piece, in milliseconds: the process has other things to do. */
const LONGEST_TURN_MS = 10;

/** Lets others run between the pieces of a long piece of work. */
export class Pauses {
  #since = performance.now();

  async whenDue(): Promise<void> {
    if (performance.now() - this.#since < LONGEST_TURN_MS) return;
    await turn();
    this.#since = performance.now();
  }
}
