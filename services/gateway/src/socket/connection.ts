import { type RawData, type WebSocket } from 'ws';
import { type ClientMessage, clientMessageSchema, type ServerMessage } from '@agents-fleet/contracts';
import { type Logger } from '@agents-fleet/platform';
import { decodeFrames, WireError } from '@agents-fleet/wire';
import { ReadModelsUnavailableError } from '@agents-fleet/read-models';
import { ProblemError } from '../http/problem.js';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { type Feeds } from '../terminal/feeds.js';
import { requireKept } from '../terminal/kept-terminal.js';
import { type StoredStates } from '../terminal/stored-terminal.js';
import { Channel } from './channel.js';
import { type InputLane } from './input-lane.js';
import { Outbox } from './outbox.js';

/** Terminals that one socket may show at once: more than fit on a wall of screens. */
const MAX_CHANNELS = 32;
/** WebSocket close code "invalid payload". */
const INVALID_PAYLOAD = 1007;

type AttachMessage = Extract<ClientMessage, { type: 'attach' }>;

export interface ConnectionParts {
  readonly sessions: SessionLookup;
  readonly feeds: Feeds;
  readonly states: StoredStates;
  readonly input: InputLane;
  readonly logger: Logger;
}

/** One browser, or script, on the WebSocket. */
export class Connection {
  readonly outbox: Outbox;
  /** A symbol stands for an attach whose feed is being opened: it sees whether it is still wanted afterwards. */
  readonly #channels = new Map<number, Channel | symbol>();
  #closed = false;

  constructor(
    private readonly socket: WebSocket,
    private readonly parts: ConnectionParts,
  ) {
    this.outbox = new Outbox(socket, () => { this.#pumpAll(); });
    socket.on('message', (data, isBinary) => { this.#receive(data, isBinary); });
    socket.on('close', () => { this.#close(); });
    // The socket closes itself after an error.
    socket.on('error', (error) => { parts.logger.debug({ error }, 'a socket failed'); });
  }

  get channels(): number {
    return this.#channels.size;
  }

  #receive(data: RawData, isBinary: boolean): void {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
    try {
      if (isBinary) this.#receiveFrames(bytes);
      else this.#receiveMessage(clientMessageSchema.parse(JSON.parse(Buffer.from(bytes as Buffer).toString('utf8'))));
    } catch (error) {
      if (error instanceof WireError) this.socket.close(INVALID_PAYLOAD, 'not a frame');
      else this.#fail(null, 'This message is not one that the gateway knows.');
    }
  }

  #receiveFrames(bytes: Buffer | ArrayBuffer): void {
    for (const frame of decodeFrames(bytes)) {
      const channel = this.#channel(frame.channel);
      if (channel === null) {
        if (frame.kind === 'input') this.#send({ type: 'input_refused', channel: frame.channel, message: 'The terminal is not attached.' });
      } else if (frame.kind === 'ack') channel.viewer.acknowledge(frame.n);
      else if (frame.kind === 'input') channel.type(frame.bytes);
      else throw new WireError(`${frame.kind} frames come from the gateway`);
    }
  }

  #receiveMessage(message: ClientMessage): void {
    switch (message.type) {
      case 'ping':
        this.#send({ type: 'pong' });
        return;
      case 'attach':
        void this.#attach(message);
        return;
      case 'detach':
        this.#detach(message.channel);
        return;
      case 'resize':
        this.#channel(message.channel)?.resize(message.cols, message.rows);
        return;
      case 'claim':
        this.#channel(message.channel)?.claim();
        return;
    }
  }

  async #attach({ channel: number, sessionId, after, history, scrollback, spectator = false }: AttachMessage): Promise<void> {
    this.#detach(number);
    if (this.#channels.size >= MAX_CHANNELS) {
      this.#fail(number, `At most ${MAX_CHANNELS} terminals fit on one connection.`);
      return;
    }
    const attempt = Symbol('attach');
    this.#channels.set(number, attempt);
    const stillWanted = () => !this.#closed && this.#channels.get(number) === attempt;
    try {
      const session = await this.parts.sessions.get(sessionId);
      requireKept(session);
      const watched = await this.parts.feeds.get(session);
      const wish = { after, skips: history === 'screen', screenFirst: scrollback === 'later', spectator };
      if (stillWanted()) this.#channels.set(number, new Channel(number, session, wish, watched, this.outbox, this.parts));
      else this.parts.feeds.release(watched);
    } catch (error) {
      if (!stillWanted()) return;
      this.#channels.delete(number);
      this.#fail(number, this.#wordsFor(error, sessionId));
    }
  }

  #wordsFor(error: unknown, sessionId: string): string {
    if (error instanceof ProblemError) return error.detail;
    if (error instanceof ReadModelsUnavailableError) return 'The read models are not there yet.';
    this.parts.logger.error({ error, sessionId }, 'a terminal could not be attached');
    return 'The terminal could not be attached.';
  }

  #channel(number: number): Channel | null {
    const channel = this.#channels.get(number);
    return channel instanceof Channel ? channel : null;
  }

  #detach(number: number): void {
    this.#channel(number)?.close();
    this.#channels.delete(number);
  }

  #pumpAll(): void {
    for (const channel of this.#channels.values()) if (channel instanceof Channel) channel.viewer.pump();
  }

  #close(): void {
    this.#closed = true;
    for (const number of [...this.#channels.keys()]) this.#detach(number);
  }

  #fail(channel: number | null, message: string): void {
    this.#send({ type: 'error', channel, message });
  }

  #send(message: ServerMessage): void {
    this.outbox.sendMessage(message);
  }
}
