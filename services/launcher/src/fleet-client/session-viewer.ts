import { once } from 'node:events';
import { type ClientMessage, type ServerMessage, serverMessageSchema, type Session } from '@agents-fleet/contracts';
import { TerminalScreen } from '@agents-fleet/terminal';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames, encodeFrame } from '@agents-fleet/wire';
import { type RawData, WebSocket } from 'ws';

const CHANNEL = 1;

/** One person at one session's terminal: sees it through the socket, types into it, as the console does. */
export class SessionViewer {
  readonly #pieces: Buffer[] = [];
  readonly #messages: ServerMessage[] = [];
  readonly #failures: string[] = [];
  #painting: Promise<void> = Promise.resolve();
  #lastChunk = 0;
  /** Whether the newest input is the person's, and not an answer of their terminal. */
  #hasTyped = false;

  private constructor(
    private readonly socket: WebSocket,
    private readonly terminal: TerminalScreen,
  ) {
    socket.on('message', (data, isBinary) => { this.#receive(data, isBinary); });
    socket.on('error', (error) => this.#failures.push(error.message));
  }

  /** Connects and attaches from the first chunk. */
  static async open(url: string, token: string, session: Session): Promise<SessionViewer> {
    // A program's questions to the terminal are answered as the console's terminal answers them: as input.
    const terminal = await TerminalScreen.open(session.cols, session.rows, (bytes) => { viewer.#answer(bytes); });
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
    const viewer = new SessionViewer(socket, terminal);
    await once(socket, 'open');
    viewer.#tell({ type: 'attach', channel: CHANNEL, sessionId: session.id, after: 0 });
    return viewer;
  }

  /** Every output byte that came over the socket, in order. */
  get bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  /** What the person sees now. */
  get screen(): string {
    return this.terminal.lines.join('\n');
  }

  get lastChunk(): number {
    return this.#lastChunk;
  }

  type(text: string): void {
    this.#hasTyped = true;
    this.#input(Buffer.from(text, 'utf8'));
  }

  /** Waits until the person sees this. */
  async sees(text: string | RegExp, timeoutMs = 30_000): Promise<void> {
    try {
      await this.#until(() => (typeof text === 'string' ? this.screen.includes(text) : text.test(this.screen)), timeoutMs);
    } catch (cause) {
      throw new Error(`waited ${timeoutMs} ms for ${String(text)} on this screen:\n${this.screen}`, { cause });
    }
  }

  /** Waits until the fleet says that the session is over and every chunk was sent. */
  async ended(timeoutMs = 30_000): Promise<void> {
    await this.#until(() => this.#messages.some((message) => message.type === 'ended'), timeoutMs);
  }

  async close(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
    await this.#painting;
    this.terminal.dispose();
  }

  #until(condition: () => boolean, timeoutMs: number): Promise<true> {
    return waitFor(
      () => {
        if (this.#failures.length > 0) throw new Error(this.#failures.join('; '));
        return condition();
      },
      { timeoutMs },
    );
  }

  #receive(data: RawData, isBinary: boolean): void {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    if (!isBinary) {
      const message = serverMessageSchema.parse(JSON.parse(bytes.toString('utf8')));
      if (message.type === 'error' || (message.type === 'input_refused' && this.#hasTyped)) this.#failures.push(message.message);
      this.#messages.push(message);
      return;
    }
    for (const frame of decodeFrames(bytes)) {
      if (frame.kind !== 'output' && frame.kind !== 'resize') continue;
      if (frame.n !== this.#lastChunk + 1) this.#failures.push(`chunk ${frame.n} came after chunk ${this.#lastChunk}`);
      this.#lastChunk = frame.n;
      if (frame.kind === 'output') this.#pieces.push(Buffer.from(frame.bytes));
      this.#painting = this.#painting.then(async () => {
        if (frame.kind === 'output') await this.terminal.write(frame.bytes);
        else this.terminal.resize(frame.cols, frame.rows);
        if (this.socket.readyState === WebSocket.OPEN) this.socket.send(encodeFrame({ kind: 'ack', channel: CHANNEL, n: frame.n }));
      });
    }
  }

  #tell(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** A program asks its terminal on its way out, too: the answer may find it gone, and that is nobody's failure. */
  #answer(bytes: Uint8Array): void {
    this.#hasTyped = false;
    this.#input(bytes);
  }

  #input(bytes: Uint8Array): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(encodeFrame({ kind: 'input', channel: CHANNEL, bytes }));
  }
}
