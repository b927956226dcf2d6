import { GitFailedError } from '../git/git.js';

/** Of one object; what of it is not read is skipped. */
export interface KeptContent {
  bytes: number;
  /** At most once. */
  chunks(): AsyncGenerator<Buffer>;
}

/** The line before an object: its id, its type and its size. */
const MAX_HEADER_BYTES = 200;
const NEWLINE = 10;

/**
 * Reads what `git cat-file --batch` prints, object by object in the order in which they were asked for. Of an object's
 * content never more than what git has just written is in memory.
 */
export class KeptContents {
  readonly #output: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of the present object, with the line's end behind it, that are not read yet. */
  #unread = 0;

  constructor(output: AsyncIterable<Buffer>) {
    this.#output = output[Symbol.asyncIterator]();
  }

  /** @returns `null` when the object is not there. @throws GitFailedError at the end of the output, or when it is no list of objects */
  async next(): Promise<KeptContent | null> {
    while (this.#unread > 0) await this.#take();
    const [, type, size] = (await this.#header()).split(' ');
    if (type === 'missing') return null;
    const bytes = Number(size);
    if (type !== 'blob' || !Number.isSafeInteger(bytes)) throw new GitFailedError('git cat-file: something else than a file');
    this.#unread = bytes + 1;
    return { bytes, chunks: () => this.#chunks() };
  }

  async *#chunks(): AsyncGenerator<Buffer> {
    while (this.#unread > 1) {
      const chunk = await this.#take();
      // The last byte is the line's end, which is git's.
      yield this.#unread === 0 ? chunk.subarray(0, -1) : chunk;
    }
  }

  async #header(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(NEWLINE);
      if (end !== -1) {
        const header = this.#rest.toString('latin1', 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return header;
      }
      if (this.#rest.length > MAX_HEADER_BYTES) throw new GitFailedError('git cat-file: a line that is too long');
      this.#rest = Buffer.concat([this.#rest, await this.#more()]);
    }
  }

  async #take(): Promise<Buffer> {
    const available = this.#rest.length > 0 ? this.#rest : await this.#more();
    const taken = available.subarray(0, this.#unread);
    this.#rest = available.subarray(taken.length);
    this.#unread -= taken.length;
    return taken;
  }

  async #more(): Promise<Buffer> {
    const turn = await this.#output.next();
    if (turn.done === true) throw new GitFailedError('git cat-file: ended too early');
    return turn.value;
  }
}
