/** Program of the thread that makes the text of a terminal. */
import { parentPort, workerData } from 'node:worker_threads';
import { takeLowPriority } from '@agents-fleet/platform/low-priority';
import { Transcript } from '@agents-fleet/terminal';
import type { TextRequest } from './text-maker.js';

const port = parentPort;
if (port === null) throw new Error('this is the program of a thread');
takeLowPriority();

const { cols, rows } = workerData as { cols: number; rows: number };
const transcript = await Transcript.open(cols, rows);

port.on('message', (request: TextRequest) => void answer(request));

/** Whatever fails here ends the thread, which its owner hears. */
async function answer(request: TextRequest): Promise<void> {
  for (const piece of request ?? []) {
    if (piece instanceof Uint8Array) await transcript.write(piece);
    else transcript.resize(piece.cols, piece.rows);
  }
  if (request === null) transcript.end();
  const text = new TextEncoder().encode(transcript.take());
  port?.postMessage(text, [text.buffer]);
}
