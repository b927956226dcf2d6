import { once } from 'node:events';
import { TerminalScreen } from '@agents-fleet/terminal';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames, encodeFrame, type Frame } from '@agents-fleet/wire';
import { WebSocket } from 'ws';
import { type GatewayUnderTest } from './gateway-under-test.js';

/**
 * A terminal that paints what it is sent, as the console does, and keeps what it has painted when its connection is
 * lost: then it asks for what comes behind it.
 */
export class PaintingViewer {
  #socket: WebSocket | null = null;
  #painting: Promise<void> = Promise.resolve();
  #received = 0;
  #painted = 0;
  /** Numbers of the chunks of whose states snapshots came. */
  readonly snapshots: number[] = [];
  disorder: string | null = null;

  constructor(
    private readonly test: GatewayUnderTest,
    private readonly sessionId: string,
    private readonly history: 'all' | 'screen',
    private screen: TerminalScreen,
  ) {}

  static async open(test: GatewayUnderTest, sessionId: string, history: 'all' | 'screen'): Promise<PaintingViewer> {
    return new PaintingViewer(test, sessionId, history, await TerminalScreen.open(120, 32));
  }

  /** What the person sees. */
  get lines(): string[] {
    return this.screen.lines;
  }

  async connect(): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.test.gateway.port}/ws`, { headers: { Authorization: `Bearer ${this.test.token}` } });
    this.#socket = socket;
    this.#received = this.#painted;
    await once(socket, 'open');
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) for (const frame of decodeFrames(data)) this.#receive(frame, socket);
    });
    socket.send(JSON.stringify({ type: 'attach', channel: 0, sessionId: this.sessionId, after: this.#painted, history: this.history }));
  }

  /** The connection is lost without a word; what has come is still painted. */
  async drop(): Promise<void> {
    const socket = this.#socket;
    if (socket !== null && socket.readyState !== WebSocket.CLOSED) {
      socket.terminate();
      await once(socket, 'close');
    }
    await this.#painting;
  }

  /** The page is reloaded: nothing is painted any more. */
  async reload(): Promise<void> {
    await this.drop();
    this.screen.dispose();
    this.screen = await TerminalScreen.open(120, 32);
    this.#painted = 0;
  }

  async until(n: number): Promise<void> {
    await waitFor(() => this.#painted >= n, { what: `chunk ${n}`, timeoutMs: 60_000 }).catch((cause: unknown) => {
      throw new Error(`stuck at chunk ${this.#painted}`, { cause });
    });
  }

  #receive(frame: Frame, socket: WebSocket): void {
    if (frame.kind === 'input' || frame.kind === 'ack') throw new Error(`a ${frame.kind} frame is not for browsers`);
    const follows = frame.kind === 'snapshot' ? frame.n > this.#received : frame.n === this.#received + 1;
    if (!follows) this.disorder ??= `${frame.kind} ${frame.n} came after chunk ${this.#received}`;
    this.#received = frame.n;
    this.#painting = this.#painting.then(async () => {
      await this.#paint(frame);
      this.#painted = frame.n;
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame({ kind: 'ack', channel: 0, n: frame.n }));
    });
  }

  async #paint(frame: Exclude<Frame, { kind: 'input' | 'ack' }>): Promise<void> {
    if (frame.kind === 'snapshot') {
      this.snapshots.push(frame.n);
      this.screen.dispose();
      this.screen = await TerminalScreen.open(frame.cols, frame.rows);
    }
    if (frame.kind === 'resize') this.screen.resize(frame.cols, frame.rows);
    else await this.screen.write(frame.bytes);
  }
}
