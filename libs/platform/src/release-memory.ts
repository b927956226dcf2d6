import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Garbage of the start is complete by then: the first requests and reconnects are over. */
const AFTER_START_MS = 2_000;
/** Between two looks at whether there is something to give back, in milliseconds. */
const LOOK_EVERY_MS = 30_000;
/** Nobody works with a process that took less than this part of a core since the last look. */
const IDLE_SHARE = 0.01;
/** What is worth a collection: this many times the memory after the last one. */
const GROWTH = 1.25;

type CollectGarbage = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/**
 * Collects what a start leaves behind, and later what a burst of work does, and gives the pages back. V8 does that by itself
 * only under pressure, and an idle service has none: 23 MB instead of 17 for a plain service, 53 instead of 36 for one
 * with Nest and TypeORM. It costs a pause of 20 to 50 ms, when nobody works with the service.
 */
export function releaseMemoryWhenIdle(): void {
  setTimeout(() => {
    collect();
    let smallest = process.memoryUsage.rss();
    let before = process.cpuUsage();
    setInterval(() => {
      const { user, system } = process.cpuUsage(before);
      before = process.cpuUsage();
      if ((user + system) / 1_000 > IDLE_SHARE * LOOK_EVERY_MS || process.memoryUsage.rss() < GROWTH * smallest) return;
      collect();
      // Where pages can't be given back, because something small lies on each, the next look must not try again.
      smallest = process.memoryUsage.rss();
    }, LOOK_EVERY_MS).unref();
  }, AFTER_START_MS).unref();
}

function collect(): void {
  setFlagsFromString('--expose-gc');
  // Code that ran once, to start, goes too; V8 would keep it for six collections. What is needed again is compiled again.
  setFlagsFromString('--bytecode-old-age=1');
  // The function is visible only in a context that is made after the flag was set.
  const collectGarbage = runInNewContext('gc') as CollectGarbage;
  collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  setFlagsFromString('--bytecode-old-age=6');
  setFlagsFromString('--no-expose-gc');
}
