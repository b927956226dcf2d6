import { type ServerMessage } from '@agents-fleet/contracts';
import { WebSocket } from 'ws';

/** More than this in our memory, and the socket gets nothing new until half of it has gone. */
const CONGESTED_BYTES = 1024 * 1024;
/** Deltas that wait for a congested socket. More, and it is closed: it comes back and reads the state anew. */
const MAX_WAITING = 2_000;
/** WebSocket close code "try again later". */
const TRY_AGAIN_LATER = 1013;

/**
 * What goes out on one socket. Terminal bytes are held back by their viewers while it is congested; of deltas only
 * the newest of each thing waits. So a socket that takes nothing costs a known amount of memory.
 */
export class Outbox {
  readonly #waiting = new Map<string, string>();

  /** @param drained called when a congested socket takes more again */
  constructor(
    private readonly socket: WebSocket,
    private readonly drained: () => void,
  ) {}

  #wasCongested = false;

  get congested(): boolean {
    if (this.socket.bufferedAmount <= CONGESTED_BYTES) return this.#wasCongested;
    this.#wasCongested = true;
    return true;
  }

  sendBytes(message: Buffer): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(message, this.#afterSend);
  }

  sendMessage(message: ServerMessage): void {
    this.#sendText(JSON.stringify(message));
  }

  /** @param key of several deltas with the same key only the newest has to arrive */
  sendDelta(key: string, text: string): void {
    if (!this.congested) {
      this.#sendText(text);
      return;
    }
    this.#waiting.set(key, text);
    if (this.#waiting.size > MAX_WAITING) this.socket.close(TRY_AGAIN_LATER, 'too far behind');
  }

  #sendText(text: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text, this.#afterSend);
  }

  /** The socket reports an error by its own event, which ends the connection. */
  readonly #afterSend = (): void => {
    if (!this.#wasCongested || this.socket.bufferedAmount > CONGESTED_BYTES / 2) return;
    this.#wasCongested = false;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const text of waiting) this.#sendText(text);
    this.drained();
  };
}
