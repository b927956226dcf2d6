import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OPEN_WITHOUT_WAITING } from '../growing-file.js';

/** Bytes read at a time: a resumed conversation may have many megabytes. */
const PIECE_BYTES = 1024 * 1024;
/** Longest line in bytes that is kept: one holds a whole message, with the pictures in it. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

interface Tail {
  offset: number;
  rest: Buffer;
}

/** Reads what agents append to their transcripts: each line once, also those of their subagents. */
export class TranscriptFiles {
  readonly #tails = new Map<string, Tail>();
  #reading: Promise<unknown> = Promise.resolve();

  /**
   * Reads what has come since the last time.
   * @param transcript path of a conversation's file; its subagents' files lie in a directory beside it
   * @param onLine called with each complete line
   */
  read(transcript: string, onLine: (line: string) => void): Promise<void> {
    const read = this.#reading.then(() => this.#readAll(transcript, onLine));
    this.#reading = read.catch(() => undefined);
    return read;
  }

  async #readAll(transcript: string, onLine: (line: string) => void): Promise<void> {
    const directory = join(transcript.replace(/\.jsonl$/, ''), 'subagents');
    const names = await readdir(directory).catch(() => []);
    const files = [transcript, ...names.filter((name) => name.endsWith('.jsonl')).map((name) => join(directory, name))];
    for (const file of files) await this.#readFile(file, onLine);
  }

  async #readFile(path: string, onLine: (line: string) => void): Promise<void> {
    const file = await open(path, OPEN_WITHOUT_WAITING).catch(() => null);
    // Not written yet, or removed: nothing to be read.
    if (file === null) return;
    try {
      const tail = this.#tails.get(path) ?? { offset: 0, rest: Buffer.alloc(0) };
      this.#tails.set(path, tail);
      const status = await file.stat();
      if (!status.isFile()) return;
      const { size } = status;
      if (size < tail.offset) Object.assign(tail, { offset: 0, rest: Buffer.alloc(0) });
      while (tail.offset < size) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(PIECE_BYTES, size - tail.offset)), 0, null, tail.offset);
        if (bytesRead === 0) break;
        tail.offset += bytesRead;
        tail.rest = linesOf(Buffer.concat([tail.rest, buffer.subarray(0, bytesRead)]), onLine);
      }
    } finally {
      await file.close();
    }
  }
}

/** Hands on the complete lines. @returns what is behind the last one */
function linesOf(bytes: Buffer, onLine: (line: string) => void): Buffer {
  let start = 0;
  for (let end = bytes.indexOf(0x0a, start); end !== -1; end = bytes.indexOf(0x0a, start)) {
    onLine(bytes.toString('utf8', start, end));
    start = end + 1;
  }
  const rest = bytes.subarray(start);
  return rest.length > MAX_LINE_BYTES ? Buffer.alloc(0) : Buffer.from(rest);
}
