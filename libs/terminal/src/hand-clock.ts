import type { Clock } from './clock.js';

/** A clock that stands still until told otherwise, for specs. */
export class HandClock implements Clock {
  #time = 0;
  #timers: { at: number; callback: () => void }[] = [];
  now = () => this.#time;
  after(milliseconds: number, callback: () => void) {
    const timer = { at: this.#time + milliseconds, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  pass(milliseconds: number) {
    this.#time += milliseconds;
    const due = this.#timers.filter(({ at }) => at <= this.#time);
    this.#timers = this.#timers.filter(({ at }) => at > this.#time);
    for (const { callback } of due) callback();
  }
}
