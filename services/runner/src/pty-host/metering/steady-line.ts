import type { StatusLine } from './status-line.js';

/** Longer than an agent takes to write one frame, so a frame that is half painted is never believed. */
const STEADY_MS = 100;
/** Figures that go down mean another run of the agent. Rare, and dear when wrong: all of them would count again. */
const STEADY_WHEN_LESS_MS = 1_000;

/** Believes what a screen shows only when it stays. Its only state is what it saw. */
export class SteadyLine {
  #seen: { line: StatusLine; since: number } | null = null;
  #believed: StatusLine | null = null;

  /**
   * @param quiet nothing more is being painted
   * @returns what is newly believed, `null` when nothing is
   */
  look(line: StatusLine | null, now: number, quiet: boolean): StatusLine | null {
    if (line === null) {
      this.#seen = null;
      return null;
    }
    if (this.#seen === null || !same(this.#seen.line, line)) this.#seen = { line, since: now };
    if (this.#believed !== null && same(this.#believed, line)) return null;
    const wanted = this.#believed !== null && isLess(line, this.#believed) ? STEADY_WHEN_LESS_MS : STEADY_MS;
    if (!quiet && now - this.#seen.since < wanted) return null;
    this.#believed = line;
    return line;
  }

  /** Another reader believed this: figures below it are suspicious here too. */
  believe(line: StatusLine): void {
    this.#believed = line;
  }
}

function same(a: StatusLine, b: StatusLine): boolean {
  return a.inputTokens === b.inputTokens && a.outputTokens === b.outputTokens && a.costNanoUsd === b.costNanoUsd;
}

function isLess(line: StatusLine, than: StatusLine): boolean {
  return line.inputTokens < than.inputTokens || line.outputTokens < than.outputTokens || line.costNanoUsd < than.costNanoUsd;
}
