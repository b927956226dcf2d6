import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BenchFleet } from './bench-fleet.js';

/**
 * A fleet of its own for each measure, or for each round of one: after a flood the archive is at work for minutes, and that is not
 * what the next one is about.
 */
export class BenchFleets {
  #started = 0;

  /** @param directory for their data and repos, and for what measures write */
  constructor(readonly directory: string) {}

  /** Lets a measure work with a fleet that has just been started; nothing of it is left afterwards. */
  async with<T>(measure: (fleet: BenchFleet) => Promise<T>): Promise<T> {
    const home = join(this.directory, `fleet-${++this.#started}`);
    const repo = join(home, 'repo');
    mkdirSync(repo, { recursive: true });
    const fleet = await BenchFleet.start(join(home, 'data'), repo);
    try {
      return await measure(fleet);
    } finally {
      await fleet.stop();
      rmSync(home, { recursive: true, force: true });
    }
  }
}
