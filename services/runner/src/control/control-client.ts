import { connect, type Socket } from 'node:net';
import type { CommandReply } from '@agents-fleet/contracts';
import { encodeFrame, FrameReader } from './framing.js';
import {
  controlMessageSchema,
  ptyHostStatusSchema,
  type ControlMethod,
  type ControlNotice,
  type ParametersOf,
  type PtyHostStatus,
} from './protocol.js';

/** A pty-host that takes longer, in milliseconds, is taken for away. Starting a process takes a few. */
const ANSWER_WITHIN_MS = 5_000;

/** Asks the pty-host. Connects when there is something to ask; a lost connection is made anew with the next question. */
export class ControlClient {
  readonly #path: string;
  #socket: Socket | null = null;
  #lastId = 0;
  readonly #waiting = new Map<number, (reply: CommandReply<unknown>) => void>();
  #onNotice: (notice: ControlNotice) => void = () => undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** @returns the pty-host's reply, or `unavailable` when it is not there */
  ask<Method extends ControlMethod>(method: Method, parameters: ParametersOf<Method>): Promise<CommandReply<unknown>> {
    const socket = (this.#socket ??= this.#connect());
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#lost(socket);
      }, ANSWER_WITHIN_MS);
      this.#waiting.set(id, (reply) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(reply);
      });
      socket.write(encodeFrame({ id, method, parameters }));
    });
  }

  /** Is told what the pty-host says unasked, while there is a connection; `status` tells what was missed. */
  onNotice(handle: (notice: ControlNotice) => void): void {
    this.#onNotice = handle;
  }

  /**
   * How the pty-host is, `null` when it is not there.
   * @param following sessions that this runner reports on
   */
  async status(following: readonly string[] = []): Promise<PtyHostStatus | null> {
    const reply = await this.ask('status', { following: [...following] });
    return reply.ok ? ptyHostStatusSchema.parse(reply.data) : null;
  }

  close(): void {
    if (this.#socket !== null) this.#lost(this.#socket);
  }

  #connect(): Socket {
    const socket = connect(this.#path);
    const frames = new FrameReader();
    const lost = () => {
      this.#lost(socket);
    };
    socket.on('error', lost);
    socket.on('close', lost);
    socket.on('data', (bytes: Buffer) => {
      try {
        for (const value of frames.feed(bytes)) {
          const message = controlMessageSchema.parse(value);
          if ('notice' in message) this.#onNotice(message);
          else this.#waiting.get(message.id)?.(message.reply);
        }
      } catch {
        // Not our protocol: this connection is worth nothing, and whoever waits on it is told `unavailable`.
        lost();
      }
    });
    return socket;
  }

  #lost(socket: Socket): void {
    socket.destroy();
    if (socket !== this.#socket) return;
    this.#socket = null;
    for (const answer of [...this.#waiting.values()]) answer({ ok: false, error: { code: 'unavailable', message: 'the pty-host does not answer', field: null } });
  }
}
