import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverMessageSchema } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames, encodeFrame, type Frame } from '@agents-fleet/wire';
import { type RawData, WebSocket } from 'ws';
import { type TerminalSink } from './terminal-sink.js';

const CHANNEL = 1;
/** A gateway that is being started refuses: asked again so often, in milliseconds. */
const RETRY_MS = 50;

type TerminalFrame = Exclude<Frame, { kind: 'input' | 'ack' }>;

/**
 * Watches a session to its end as the console does: when the connection is lost it comes back with the number of the
 * last chunk that it has painted.
 */
export class SteadfastViewer<Sink extends TerminalSink> {
  readonly #failures: string[] = [];
  #socket: WebSocket | null = null;
  #painting: Promise<void> = Promise.resolve();
  /** Numbers of the last chunk that has come, and of the last one that is painted. */
  #received = 0;
  #painted = 0;
  #connections = 0;
  #absentUntil = 0;
  #ended = false;
  #closed = false;

  /** @param url of the WebSocket */
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly sessionId: string,
    readonly sink: Sink,
    private readonly history: 'all' | 'screen',
  ) {
    void this.#stay();
  }

  /** Number of the last chunk that it has painted. */
  get painted(): number {
    return this.#painted;
  }

  /** How often it has connected. */
  get connections(): number {
    return this.#connections;
  }

  /** Waits for what the fleet does to be seen by this viewer. */
  async until(condition: () => boolean, what: string, timeoutMs: number): Promise<void> {
    await waitFor(
      () => {
        if (this.#failures.length > 0) throw new Error(this.#failures.join('; '));
        return condition();
      },
      { timeoutMs, what },
    ).catch((cause: unknown) => {
      throw new Error(`stuck at chunk ${this.#painted}`, { cause });
    });
  }

  /** Waits until the fleet says that the session is over, and every chunk is painted. */
  async ended(timeoutMs: number): Promise<void> {
    await this.until(() => this.#ended && this.#painted === this.#received, 'the end', timeoutMs);
  }

  /** The connection is lost without a word, and comes back after `absentMs`. */
  drop(absentMs = RETRY_MS): void {
    this.#absentUntil = Date.now() + absentMs;
    this.#socket?.terminate();
  }

  async close(): Promise<void> {
    this.#closed = true;
    const socket = this.#socket;
    if (socket !== null && socket.readyState !== WebSocket.CLOSED) {
      socket.terminate();
      await once(socket, 'close');
    }
    await this.#painting;
  }

  async #stay(): Promise<void> {
    while (!this.#closed && !this.#ended) {
      // What has come is painted before it is said what was painted last.
      await this.#painting;
      this.#received = this.#painted;
      await this.#connectOnce();
      await sleep(Math.max(RETRY_MS, this.#absentUntil - Date.now()));
    }
  }

  /** Resolves when the connection is lost. */
  async #connectOnce(): Promise<void> {
    const socket = new WebSocket(this.url, { headers: { authorization: `Bearer ${this.token}` } });
    this.#socket = socket;
    // A gateway that is away is what this viewer is for; the close follows.
    socket.on('error', () => undefined);
    socket.on('open', () => {
      this.#connections += 1;
      const { sessionId, history } = this;
      socket.send(JSON.stringify({ type: 'attach', channel: CHANNEL, sessionId, after: this.#painted, history }));
    });
    socket.on('message', (data, isBinary) => { this.#receive(socket, data, isBinary); });
    await new Promise((resolve) => socket.once('close', resolve));
  }

  #receive(socket: WebSocket, data: RawData, isBinary: boolean): void {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    if (!isBinary) {
      const message = serverMessageSchema.parse(JSON.parse(bytes.toString('utf8')));
      if (message.type === 'ended') this.#ended = true;
      return;
    }
    for (const frame of decodeFrames(bytes)) {
      if (frame.kind === 'input' || frame.kind === 'ack') continue;
      const follows = frame.kind === 'snapshot' ? frame.n > this.#received : frame.n === this.#received + 1;
      if (!follows) this.#failures.push(`${frame.kind} ${frame.n} came after chunk ${this.#received}`);
      this.#received = frame.n;
      this.#painting = this.#painting.then(() => this.#paint(frame, socket));
    }
  }

  async #paint(frame: TerminalFrame, socket: WebSocket): Promise<void> {
    if (frame.kind === 'snapshot') await this.sink.beginAnew(frame.cols, frame.rows, frame.bytes);
    else if (frame.kind === 'resize') await this.sink.resize(frame.cols, frame.rows);
    else await this.sink.output(frame.bytes);
    this.#painted = frame.n;
    if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame({ kind: 'ack', channel: CHANNEL, n: frame.n }));
  }
}
