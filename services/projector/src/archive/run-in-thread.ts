import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf } from '@agents-fleet/event-log';
import type { ArchivistRun, StartRun } from './archivist-run.js';
import { answer, type FromWorker, type ToWorker } from './worker-messages.js';

/** The thread's program. Every bundle and every chunk of one lies one directory beside it (services/launcher/…/build-services.ts). */
const PROGRAM = fileURLToPath(new URL('../projector/archivist.js', import.meta.url));

/** Most memory of the thread's heap, in MiB: a page, the terminal that it is painted on, and room. */
const MOST_HEAP_MB = 192;
/** How long a run that is to end may take to its next step, in milliseconds; it is ended there and then afterwards. */
const STOP_MS = 3_000;

/** Starts the archivist in a thread of its own, so that it never holds up what this one does (decision 0050). */
export const runInThread: StartRun = (settings, port, events): ArchivistRun => {
  const worker = new Worker(PROGRAM, { name: 'archivist', workerData: settings, resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } });
  const send = (message: ToWorker) => { worker.postMessage(message); };
  const finished = new Promise<number | null>((resolve, reject) => {
    let nextAt: number | null = null;
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'request':
          answer(port, message.request).then(
            () => { send({ type: 'answer', id: message.id, error: null }); },
            (error: unknown) => { send({ type: 'answer', id: message.id, error: messageOf(error) }); },
          );
          break;
        case 'status':
          events.onStatus(message.status);
          break;
        case 'failure':
          events.onFailure(message.why);
          break;
        case 'finished':
          nextAt = message.nextAt;
      }
    });
    worker.once('error', reject);
    worker.once('exit', (code) => { if (code === 0) resolve(nextAt); else reject(new Error(`the archivist’s thread ended with code ${code}`)); });
  });
  // Whoever waits for the end hears of a failure; nobody has to.
  finished.catch(() => undefined);
  return {
    wake: () => { send({ type: 'changed' }); },
    stop: async () => {
      send({ type: 'stop' });
      const late = setTimeout(() => void worker.terminate(), STOP_MS);
      if (worker.threadId !== -1) await once(worker, 'exit');
      clearTimeout(late);
    },
    finished,
  };
};
