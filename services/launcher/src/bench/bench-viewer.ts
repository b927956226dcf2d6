import { once } from 'node:events';
import { decodeFrames, encodeFrame } from '@agents-fleet/wire';
import { type RawData, WebSocket } from 'ws';

/** As of the first terminal in a browser. */
const CHANNEL = 0;

/** A viewer that only counts: as fast as a browser can be that paints in no time. */
export class BenchViewer {
  #onOutput: (bytes: Uint8Array) => void = () => undefined;
  readonly #ended: Promise<void>;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#receive(data);
    });
    this.#ended = new Promise((resolve) => {
      socket.on('message', (data, isBinary) => {
        if (!isBinary && String(data as Buffer).includes('"type":"ended"')) resolve();
      });
    });
  }

  static async open(url: string, token: string, sessionId: string): Promise<BenchViewer> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, { headers: { authorization: `Bearer ${token}` } });
    const viewer = new BenchViewer(socket);
    await once(socket, 'open');
    const attached = new Promise<void>((resolve) => {
      socket.on('message', (data, isBinary) => {
        if (!isBinary && String(data as Buffer).includes('"caught_up"')) resolve();
      });
    });
    socket.send(JSON.stringify({ type: 'attach', channel: CHANNEL, sessionId, after: 0 }));
    await attached;
    return viewer;
  }

  /** Replaces the one who is told of output. */
  listen(onOutput: (bytes: Uint8Array) => void): void {
    this.#onOutput = onOutput;
  }

  /** Resolves when the session is over and its record is complete, in the read models, too. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  type(text: string): void {
    this.socket.send(encodeFrame({ kind: 'input', channel: CHANNEL, bytes: Buffer.from(text, 'utf8') }));
  }

  /** Takes nothing any more, as a browser does whose machine is busy or asleep. */
  stopReading(): void {
    this.socket.pause();
  }

  /** Ends without a goodbye: one that has stopped reading would not hear the answer. */
  destroy(): void {
    this.socket.terminate();
  }

  async close(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }

  #receive(data: RawData): void {
    const message = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    let last = 0;
    for (const frame of decodeFrames(message)) {
      if (frame.kind !== 'output' && frame.kind !== 'resize') continue;
      last = frame.n;
      if (frame.kind === 'output') this.#onOutput(frame.bytes);
    }
    if (last > 0) this.socket.send(encodeFrame({ kind: 'ack', channel: CHANNEL, n: last }));
  }
}
