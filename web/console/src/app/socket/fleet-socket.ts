import { DestroyRef, ErrorHandler, inject, Injectable, signal } from '@angular/core';
import { serverMessageSchema, type ClientMessage, type Runner, type ServerMessage } from '@agents-fleet/contracts';
import { decodeFrames, encodeFrame } from '@agents-fleet/wire';
import { Subject } from 'rxjs';
import { reconnectDelayMs } from './reconnect-delay.js';
import { type TerminalChannel, type TerminalViewer } from './terminal-channel.js';

/** `connecting` only before the first connection; after a loss it is `reconnecting`. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting';

/** Often enough that a dead connection is noticed before a person wonders. */
const PING_EVERY_MS = 10_000;
/** A connection that said nothing for so long is dead: two pings went unanswered. */
const SILENCE_MS = 25_000;

/** The console's one WebSocket: deltas to whoever listens, terminal bytes to their viewers, and back. */
@Injectable({ providedIn: 'root' })
export class FleetSocket {
  private readonly errors = inject(ErrorHandler);
  private readonly viewers = new Map<number, TerminalViewer>();
  private readonly received = new Subject<ServerMessage>();
  private socket: WebSocket | null = null;
  private nextChannel = 0;
  private failures = 0;
  private heardAt = 0;
  private wanted = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  readonly state = signal<ConnectionState>('connecting');
  /** When a lost connection was last heard of: what is on screen is as of then. */
  readonly asOf = signal<Date | null>(null);
  /** Set while the gateway is there but the fleet behind it is not: its figures are as of then. */
  readonly degraded = signal<{ asOf: Date; message: string } | null>(null);
  readonly runners = signal<readonly Runner[] | null>(null);
  readonly messages = this.received.asObservable();
  /** After every connection loss before `hello`, so that somebody finds out whether the cookie is still good. */
  readonly refused = new Subject<void>();

  constructor() {
    const ping = setInterval(() => this.keepAlive(), PING_EVERY_MS);
    const wake = () => this.reconnectNow();
    window.addEventListener('online', wake);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(ping);
      window.removeEventListener('online', wake);
      this.disconnect();
    });
  }

  connect(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.open();
  }

  disconnect(): void {
    this.wanted = false;
    clearTimeout(this.retry);
    this.socket?.close();
  }

  /** Shows a session's terminal in `viewer`, from where it has painted, over every connection until closed. */
  attach(viewer: TerminalViewer): TerminalChannel {
    const channel = this.nextChannel;
    this.nextChannel = (channel + 1) % 65_536;
    this.viewers.set(channel, viewer);
    if (this.state() === 'live') this.sendAttach(channel, viewer);
    return {
      input: (bytes) => this.sendBytes(encodeFrame({ kind: 'input', channel, bytes })),
      resize: (cols, rows) => this.send({ type: 'resize', channel, cols, rows }),
      claim: () => this.send({ type: 'claim', channel }),
      ack: (n) => void this.sendBytes(encodeFrame({ kind: 'ack', channel, n })),
      close: () => {
        this.viewers.delete(channel);
        this.send({ type: 'detach', channel });
      },
    };
  }

  private open(): void {
    const socket = new WebSocket('/ws');
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => this.receive(data);
    socket.onclose = () => this.closed(socket);
    this.socket = socket;
  }

  private closed(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    const wasLive = this.state() === 'live';
    if (wasLive) {
      this.asOf.set(new Date(this.heardAt));
      this.state.set('reconnecting');
    }
    for (const viewer of this.viewers.values()) viewer.connectionLost();
    if (!this.wanted) return;
    if (!wasLive) this.refused.next();
    this.retry = setTimeout(() => this.open(), reconnectDelayMs(this.failures, Math.random()));
    this.failures += 1;
  }

  private reconnectNow(): void {
    if (!this.wanted || this.socket !== null) return;
    clearTimeout(this.retry);
    this.open();
  }

  private keepAlive(): void {
    if (this.state() !== 'live') return;
    if (Date.now() - this.heardAt > SILENCE_MS) this.socket?.close();
    else this.send({ type: 'ping' });
  }

  private receive(data: string | ArrayBuffer): void {
    this.heardAt = Date.now();
    if (typeof data !== 'string') return this.deliver(new Uint8Array(data));
    const message = serverMessageSchema.safeParse(JSON.parse(data));
    if (message.success) this.handle(message.data);
    else this.errors.handleError(new Error(`The fleet sent a message that this console does not know: ${message.error.message}`));
  }

  private deliver(bytes: Uint8Array): void {
    for (const frame of decodeFrames(bytes)) {
      if (frame.kind === 'output' || frame.kind === 'resize' || frame.kind === 'snapshot') this.viewers.get(frame.channel)?.frame(frame);
    }
  }

  private handle(message: ServerMessage): void {
    switch (message.type) {
      case 'hello':
        this.failures = 0;
        this.state.set('live');
        this.degraded.set(null);
        for (const [channel, viewer] of this.viewers) this.sendAttach(channel, viewer);
        break;
      case 'runners':
        this.runners.set(message.items);
        break;
      case 'degraded':
        this.degraded.set(message.asOf === null ? null : { asOf: new Date(message.asOf), message: message.message ?? '' });
        break;
      case 'attached':
      case 'owner':
      case 'caught_up':
      case 'ended':
      case 'input_refused':
        this.viewers.get(message.channel)?.message(message);
        break;
      case 'error':
        if (message.channel !== null) this.viewers.get(message.channel)?.failed(message.message);
        break;
      case 'session':
      case 'marker':
      case 'pong':
    }
    this.received.next(message);
  }

  private sendAttach(channel: number, viewer: TerminalViewer): void {
    const { sessionId, spectator } = viewer;
    this.send({ type: 'attach', channel, sessionId, after: viewer.lastPainted(), history: 'screen', scrollback: 'later', ...(spectator && { spectator }) });
  }

  private send(message: ClientMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private sendBytes(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(bytes);
    return true;
  }
}
