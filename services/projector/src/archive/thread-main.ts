/** Program of the archivist's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { takeLowPriority } from '@agents-fleet/platform/low-priority';
import { readPage } from '@agents-fleet/terminal';
import type { RunSettings } from './archivist-run.js';
import { runHere } from './run-here.js';
import { askingPort, type FromWorker, type PortRequest, type ToWorker } from './worker-messages.js';

const port = parentPort;
if (port === null) throw new Error('this is the program of a thread');
takeLowPriority();

const asked = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
let lastId = 0;
const send = (message: FromWorker) => { port.postMessage(message); };
const ask = (request: PortRequest) =>
  new Promise<void>((resolve, reject) => {
    asked.set(++lastId, { resolve, reject });
    send({ type: 'request', id: lastId, request });
  });
const run = runHere(readPage)(workerData as RunSettings, askingPort(ask), {
  onStatus: (status) => { send({ type: 'status', status }); },
  onFailure: (why) => { send({ type: 'failure', why }); },
});
port.on('message', (message: ToWorker) => {
  if (message.type === 'changed') run.wake();
  else if (message.type === 'stop') void run.stop();
  else {
    const { resolve, reject } = asked.get(message.id) ?? {};
    asked.delete(message.id);
    if (message.error === null) resolve?.();
    else reject?.(new Error(message.error));
  }
});
const nextAt = await run.finished;
send({ type: 'finished', nextAt });
port.close();
