import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames, encodeFrame } from '@agents-fleet/wire';
import { WebSocket } from 'ws';
import { type GatewayUnderTest } from './gateway-under-test.js';

/** One terminal on a socket of its own that keeps the hash of its bytes, and not the bytes: for many at a time. */
export class HashingViewer {
  readonly #hash = createHash('sha256');
  last = 0;
  disorder: string | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => { if (isBinary) this.#receive(data); });
  }

  static async open(test: GatewayUnderTest, sessionId: string): Promise<HashingViewer> {
    const socket = new WebSocket(`ws://127.0.0.1:${test.gateway.port}/ws`, { headers: { Authorization: `Bearer ${test.token}` } });
    const viewer = new HashingViewer(socket);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'attach', channel: 0, sessionId, after: 0 }));
    return viewer;
  }

  /** SHA-256 of all output so far, once. */
  digest(): string {
    return this.#hash.digest('hex');
  }

  async until(n: number): Promise<void> {
    await waitFor(() => this.last >= n, { what: `chunk ${n}`, timeoutMs: 60_000 }).catch((cause: unknown) => {
      throw new Error(`stuck at chunk ${this.last}`, { cause });
    });
  }

  async close(): Promise<void> {
    this.socket.terminate();
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }

  #receive(message: Buffer): void {
    for (const frame of decodeFrames(message)) {
      if (frame.kind !== 'output' && frame.kind !== 'resize') throw new Error(`a ${frame.kind} frame was not asked for`);
      if (frame.n !== this.last + 1) this.disorder ??= `chunk ${frame.n} came after chunk ${this.last}`;
      this.last = frame.n;
      if (frame.kind === 'output') this.#hash.update(frame.bytes);
    }
    this.socket.send(encodeFrame({ kind: 'ack', channel: 0, n: this.last }));
  }
}
