import { once } from 'node:events';
import { type Writable } from 'node:stream';

/** Writes to a reader who may be slow or leave: waits while it takes no more. */
export class DownloadStream {
  constructor(private readonly target: Writable) {}

  /** Whether the reader has gone: there is no use in going on. */
  get gone(): boolean {
    return this.target.destroyed;
  }

  /** Resolves when more may be written. */
  async write(piece: Uint8Array | string): Promise<void> {
    if (piece.length > 0 && !this.target.write(piece)) await drained(this.target);
  }

  end(): void {
    this.target.end();
  }
}

/** Resolves when the stream takes more, and when it never will because the reader has gone. */
async function drained(target: Writable): Promise<void> {
  if (target.destroyed) return;
  const closed = new AbortController();
  await Promise.race([once(target, 'drain', { signal: closed.signal }), once(target, 'close', { signal: closed.signal })]);
  closed.abort();
}
