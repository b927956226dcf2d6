import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverMessageSchema } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames, encodeFrame } from '@agents-fleet/wire';
import { type RawData, WebSocket } from 'ws';

const CHANNEL = 1;
/** A gateway that is being started refuses: asked again so often, in milliseconds. */
const RETRY_MS = 50;

/**
 * Watches a session to its end as the console does: when the connection is lost it comes back with the number of the
 * last chunk that it has painted. Keeps the hash of the bytes and not the bytes.
 */
export class SteadfastViewer {
  readonly #hash = createHash('sha256');
  readonly #failures: string[] = [];
  #socket: WebSocket | null = null;
  #painted = 0;
  #bytes = 0;
  #connections = 0;
  #ended = false;
  #closed = false;

  /** @param url of the WebSocket */
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly sessionId: string,
  ) {
    void this.#stay();
  }

  /** Output bytes that it has painted. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How often it has connected. */
  get connections(): number {
    return this.#connections;
  }

  /** SHA-256 of all bytes, once; the viewer has to be at the session's end. */
  digest(): string {
    return this.#hash.digest('hex');
  }

  /** Waits until it has painted so many bytes. */
  async paints(bytes: number, timeoutMs: number): Promise<void> {
    await this.#until(() => this.#bytes >= bytes, `${bytes} bytes`, timeoutMs);
  }

  /** Waits until the fleet says that the session is over and every chunk was sent. */
  async ended(timeoutMs: number): Promise<void> {
    await this.#until(() => this.#ended, 'the end', timeoutMs);
  }

  /** As a reload of the page: the connection is gone without a word. */
  drop(): void {
    this.#socket?.terminate();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const socket = this.#socket;
    if (socket === null || socket.readyState === WebSocket.CLOSED) return;
    socket.terminate();
    await once(socket, 'close');
  }

  async #until(condition: () => boolean, what: string, timeoutMs: number): Promise<void> {
    await waitFor(
      () => {
        if (this.#failures.length > 0) throw new Error(this.#failures.join('; '));
        return condition();
      },
      { timeoutMs, what: `${what} (at chunk ${this.#painted}, byte ${this.#bytes})` },
    );
  }

  async #stay(): Promise<void> {
    while (!this.#closed && !this.#ended) {
      const socket = new WebSocket(this.url, { headers: { authorization: `Bearer ${this.token}` } });
      this.#socket = socket;
      // A gateway that is away is what this viewer is for; the close follows.
      socket.on('error', () => undefined);
      socket.on('open', () => {
        this.#connections += 1;
        socket.send(JSON.stringify({ type: 'attach', channel: CHANNEL, sessionId: this.sessionId, after: this.#painted }));
      });
      socket.on('message', (data, isBinary) => { this.#receive(socket, data, isBinary); });
      await new Promise((resolve) => socket.once('close', resolve));
      await sleep(RETRY_MS);
    }
  }

  #receive(socket: WebSocket, data: RawData, isBinary: boolean): void {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    if (!isBinary) {
      const message = serverMessageSchema.parse(JSON.parse(bytes.toString('utf8')));
      if (message.type === 'ended') this.#ended = true;
      return;
    }
    for (const frame of decodeFrames(bytes)) {
      if (frame.kind !== 'output' && frame.kind !== 'resize') continue;
      if (frame.n !== this.#painted + 1) this.#failures.push(`chunk ${frame.n} came after chunk ${this.#painted}`);
      this.#painted = frame.n;
      if (frame.kind === 'resize') continue;
      this.#hash.update(frame.bytes);
      this.#bytes += frame.bytes.length;
    }
    if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame({ kind: 'ack', channel: CHANNEL, n: this.#painted }));
  }
}
