import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type OpenTextMaker, type TextMaker, type TextRequest } from './text-maker.js';

/** The thread's program. Every bundle and every chunk of one lies one directory beside it (services/launcher/…/build-services.ts). */
const PROGRAM = fileURLToPath(new URL('../gateway/text-thread.js', import.meta.url));

/** Most memory of the thread's heap, in MiB: a page, the terminal that it is painted on, and room. */
const MOST_HEAP_MB = 192;

/**
 * Makes texts in threads of their own, so that no echo waits for a screen that nobody looks at (decision 0080).
 * @param program the thread's program; specs have it elsewhere
 */
export const textInThread = (program: string = PROGRAM): OpenTextMaker => (size) => {
  const worker = new Worker(program, { name: 'terminal-text', workerData: size, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } });
  return new TextThread(worker);
};

class TextThread implements TextMaker {
  #asked: { resolve: (text: Uint8Array) => void; reject: (error: Error) => void } | null = null;
  #end: Error | null = null;

  constructor(private readonly worker: Worker) {
    worker.on('message', (text: Uint8Array) => {
      this.#asked?.resolve(text);
      this.#asked = null;
    });
    worker.once('error', (error) => { this.#ended(error instanceof Error ? error : new Error(String(error))); });
    worker.once('exit', (code) => { this.#ended(new Error(`the thread that makes the text ended with code ${code}`)); });
  }

  take(request: TextRequest): Promise<Uint8Array> {
    if (this.#end !== null) return Promise.reject(this.#end);
    const moved = (request ?? []).flatMap((piece) => (piece instanceof Uint8Array ? [piece.buffer] : []));
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      this.worker.postMessage(request, moved);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  #ended(error: Error): void {
    this.#end ??= error;
    this.#asked?.reject(this.#end);
    this.#asked = null;
  }
}
