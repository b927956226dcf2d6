import { ArchiveWriter, RecordReader } from '@agents-fleet/read-models';
import { runArchivist } from './archivist-loop.js';
import type { ArchivistRun, StartRun } from './archivist-run.js';
import { Archivist } from './archivist.js';
import type { ReadPage } from './read-page.js';
import { WakeUp } from './wake-up.js';

/** Of the time while there is work, this part is rest, so that one of two cores is never the archivist's alone. */
const REST_SHARE = 0.5;
/** Longest rest, in milliseconds. */
const LONGEST_REST_MS = 500;

/** Starts the archivist in this thread. */
export function runHere(readPage: ReadPage): StartRun {
  return ({ path, archivePath, retention, failures }, port, { onStatus, onFailure }): ArchivistRun => {
    const wake = new WakeUp();
    const run = async () => {
      const archive = new ArchiveWriter(archivePath);
      try {
        const record = new RecordReader(path);
        try {
          const pause = (workedMs: number) => wake.rest(Math.min(LONGEST_REST_MS, 1 + (workedMs * REST_SHARE) / (1 - REST_SHARE)));
          const rest = (ms: number) => wake.rest(ms);
          const archivist = new Archivist({ record, archive, readPage, retention, failures, port, now: Date.now, pause, rest });
          return await runArchivist(archivist, {
            wake,
            onStatus: () => { onStatus(archivist.status); },
            onFailure: (_job, why) => { onFailure(why); },
          });
        } finally {
          record.close();
        }
      } finally {
        archive.close();
      }
    };
    const finished = run();
    return {
      wake: () => { wake.change(); },
      stop: async () => {
        wake.stop();
        await finished.catch(() => null);
      },
      finished,
    };
  };
}
