import { once } from 'node:events';
import { clientMessageSchema, type ClientMessage, serverMessageSchema, type ServerMessage } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames, encodeFrame, type Frame, type OutputFrame, type ResizeFrame, type SnapshotFrame } from '@agents-fleet/wire';
import { WebSocket } from 'ws';
import { type GatewayUnderTest } from './gateway-under-test.js';

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

/** A console's socket, played by a spec. */
export class SpecSocket {
  readonly messages: ServerMessage[] = [];
  readonly terminals = new Map<number, SpecTerminal>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) this.messages.push(serverMessageSchema.parse(JSON.parse(data.toString())));
      else for (const frame of decodeFrames(data)) this.terminals.get(frame.channel)?.paint(frame);
    });
  }

  static async open(test: GatewayUnderTest): Promise<SpecSocket> {
    const url = `ws://127.0.0.1:${test.gateway.port}/ws`;
    const socket = new SpecSocket(new WebSocket(url, { headers: { Authorization: `Bearer ${test.token}` } }));
    await once(socket.socket, 'open');
    return socket;
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(clientMessageSchema.parse(message)));
  }

  attach(channel: number, sessionId: string, after = 0, history?: 'all' | 'screen'): SpecTerminal {
    const terminal = new SpecTerminal(this, channel, after);
    this.terminals.set(channel, terminal);
    this.send({ type: 'attach', channel, sessionId, after, ...(history !== undefined && { history }) });
    return terminal;
  }

  /** The first message of a type that fits, now or later. */
  async message<Type extends ServerMessage['type']>(
    type: Type,
    fits: (message: MessageOf<Type>) => boolean = () => true,
  ): Promise<MessageOf<Type>> {
    const wanted = (message: ServerMessage): message is MessageOf<Type> => message.type === type && fits(message as MessageOf<Type>);
    return waitFor(() => this.messages.find(wanted), { what: `a ${type} message`, timeoutMs: 40_000 });
  }

  async close(): Promise<void> {
    this.socket.close();
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }
}

/** A terminal that paints, and checks that every number comes once and in order, but for those that a snapshot skips. */
export class SpecTerminal {
  readonly #painted: Buffer[] = [];
  /** Whether painted chunks are acknowledged at once. */
  acknowledging = true;
  /** Numbers of the chunks of whose states snapshots came. */
  readonly snapshots: number[] = [];
  disorder: string | null = null;

  constructor(
    private readonly socket: SpecSocket,
    readonly channel: number,
    public last: number,
  ) {}

  get bytes(): Buffer {
    return Buffer.concat(this.#painted);
  }

  get size(): number {
    return this.#painted.reduce((sum, { length }) => sum + length, 0);
  }

  paint(frame: Frame): void {
    if (frame.kind === 'snapshot') this.#beginAnew(frame);
    else if (frame.kind === 'output' || frame.kind === 'resize') this.#goOn(frame);
    else throw new Error(`a ${frame.kind} frame is not for browsers`);
    this.last = frame.n;
    if (this.acknowledging) this.acknowledge();
  }

  #beginAnew({ n, bytes }: SnapshotFrame): void {
    if (n <= this.last) this.disorder ??= `a snapshot of chunk ${n} came after chunk ${this.last}`;
    this.snapshots.push(n);
    this.#painted.splice(0, this.#painted.length, Buffer.from(bytes));
  }

  #goOn(frame: OutputFrame | ResizeFrame): void {
    if (frame.n !== this.last + 1) this.disorder ??= `chunk ${frame.n} came after chunk ${this.last}`;
    if (frame.kind === 'output') this.#painted.push(Buffer.from(frame.bytes));
  }

  acknowledge(): void {
    this.socket.socket.send(encodeFrame({ kind: 'ack', channel: this.channel, n: this.last }));
  }

  type(text: string): void {
    this.socket.socket.send(encodeFrame({ kind: 'input', channel: this.channel, bytes: Buffer.from(text) }));
  }

  async until(n: number, timeoutMs = 40_000): Promise<void> {
    await waitFor(() => this.last >= n, { what: `chunk ${n}`, timeoutMs }).catch((cause: unknown) => {
      throw new Error(`stuck at chunk ${this.last}`, { cause });
    });
  }
}
