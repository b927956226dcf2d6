import { connect, type Socket } from 'node:net';
import { type OutputFrame, type ResizeFrame } from '@agents-fleet/wire';
import { controlMessage, frameMessage, frameOf, type LineClientMessage, parseControl, serverMessageSchema } from './line-messages.js';
import { CONTROL_LINE, LineProtocolError, type LineMessage, MessageCutter } from './message-cutter.js';
import { type HeardChunk } from './terminal-chunk.js';

/** Read at once: several chunks of a flood with one wake-up. */
const READ_BYTES = 256 * 1024;
/** Milliseconds within which a pty-host of this machine says welcome. */
const WELCOME_WITHIN_MS = 2_000;

/**
 * Input that is not answered within so many milliseconds has found a pty-host that hangs: the connection is given up. An answer takes
 * 5 ms, and 2 s when nobody can tell the terminal's mode.
 */
const ANSWER_WITHIN_MS = 10_000;

/** Thrown when there is no line, or it is over. Input that was on its way may or may not have been typed. */
export class LineClosedError extends Error {
  override readonly name = 'LineClosedError';
}

/** Who hears a line. Must not throw. */
export interface LineEars {
  chunk(chunk: HeardChunk): void;
  /** Every chunk from number `n` on lies behind place `seq` of the log: from there the log goes on when the line does not. */
  place(n: number, seq: number): void;
  /** Output came faster than it was taken, and is not heard any more until somebody listens again. */
  rested(): void;
}

/** A line to one session. */
export interface TerminalLine {
  /** Hears every chunk from about now on: the first numbers say what was missed. */
  listen(): void;
  /** Hears nothing more. */
  rest(): void;
  /**
   * Types bytes, 64 KiB at most. Several calls need not wait for each other: they are typed in their order.
   * @returns `null` once it is typed and recorded, otherwise words for the person
   * @throws LineClosedError
   */
  type(bytes: Uint8Array): Promise<string | null>;
  close(): void;
}

/** A gateway's connection to a pty-host of its machine. */
export class LineClient {
  readonly #cutter = new MessageCutter();
  readonly #lines = new Map<number, OpenLine>();
  #lastLine = 0;
  #welcome: () => void = () => undefined;

  private constructor(private readonly send: (bytes: Buffer) => void, private readonly disconnect: () => void, private readonly answerWithinMs: number) {}

  /**
   * @param closed called once when the connection is over, by whomever
   * @param answerWithinMs after which one that answers no input is given up
   * @throws LineClosedError when nobody is there or the key is not welcome
   */
  static connect(path: string, key: string, closed: () => void, answerWithinMs = ANSWER_WITHIN_MS): Promise<LineClient> {
    return new Promise((resolve, reject) => {
      let isWelcome = false;
      const socket: Socket = connect({
        path,
        onread: {
          buffer: Buffer.allocUnsafeSlow(READ_BYTES),
          callback: (length, buffer) => {
            try {
              client.#receive(buffer.subarray(0, length));
            } catch (error) {
              socket.destroy(error instanceof Error ? error : new Error(String(error)));
            }
            return true;
          },
        },
      });
      const client = new LineClient((bytes) => { if (!socket.destroyed) socket.write(bytes); }, () => socket.destroy(), answerWithinMs);
      const timer = setTimeout(() => socket.destroy(new Error('it says no welcome')), WELCOME_WITHIN_MS);
      client.#welcome = () => {
        clearTimeout(timer);
        isWelcome = true;
        resolve(client);
      };
      let why = 'the other side has hung up';
      socket.on('error', (error) => { why = error.message; });
      socket.on('close', () => {
        clearTimeout(timer);
        for (const line of client.#lines.values()) line.fail();
        client.#lines.clear();
        if (isWelcome) closed();
        else reject(new LineClosedError(why));
      });
      socket.write(controlMessage({ say: 'hello', key }));
    });
  }

  open(sessionId: string, ears: LineEars): TerminalLine {
    const number = ++this.#lastLine;
    const say = (message: LineClientMessage) => { this.send(controlMessage(message)); };
    const expectAnswer = () => setTimeout(this.disconnect, this.answerWithinMs);
    const line = new OpenLine(number, ears, { say, send: this.send, forget: () => this.#lines.delete(number), expectAnswer });
    this.#lines.set(number, line);
    say({ say: 'open', line: number, sessionId });
    return line;
  }

  close(): void {
    this.disconnect();
  }

  #receive(bytes: Uint8Array): void {
    for (const message of this.#cutter.feed(bytes)) this.#take(message);
  }

  #take({ line, body }: LineMessage): void {
    if (line !== CONTROL_LINE) {
      // One that was just closed may have something on its way.
      this.#lines.get(line)?.take(body);
      return;
    }
    const message = parseControl(serverMessageSchema, body);
    if (message.say === 'welcome') this.#welcome();
    else if (message.say === 'place') this.#lines.get(message.line)?.place(message.n, message.seq);
    else if (message.say === 'rested') this.#lines.get(message.line)?.rested();
    else this.#lines.get(message.line)?.typed(message.n, message.message);
  }
}

/** Without the channel, which means nothing on a line. */
function heardChunk({ channel: _, ...chunk }: OutputFrame | ResizeFrame, body: Buffer): HeardChunk {
  return chunk.kind === 'output' ? { ...chunk, frame: body } : chunk;
}

interface Pending {
  readonly resolve: (refusal: string | null) => void;
  readonly reject: (error: LineClosedError) => void;
  readonly timer: NodeJS.Timeout;
}

/** What a line needs of its connection. */
interface Connection {
  say(message: LineClientMessage): void;
  send(bytes: Buffer): void;
  forget(): void;
  /** Gives the connection up, unless the timer is cleared. */
  expectAnswer(): NodeJS.Timeout;
}

class OpenLine implements TerminalLine {
  readonly #pending = new Map<number, Pending>();
  #inputs = 0;
  #listens = false;
  #isOver = false;

  constructor(
    private readonly number: number,
    private readonly ears: LineEars,
    private readonly connection: Connection,
  ) {}

  listen(): void {
    if (this.#listens || this.#isOver) return;
    this.#listens = true;
    this.connection.say({ say: 'listen', line: this.number });
  }

  rest(): void {
    if (!this.#listens || this.#isOver) return;
    this.#listens = false;
    this.connection.say({ say: 'rest', line: this.number });
  }

  type(bytes: Uint8Array): Promise<string | null> {
    if (this.#isOver) return Promise.reject(new LineClosedError('the line is closed'));
    return new Promise((resolve, reject) => {
      this.#pending.set(++this.#inputs, { resolve, reject, timer: this.connection.expectAnswer() });
      this.connection.send(frameMessage(this.number, { kind: 'input', channel: 0, bytes }));
    });
  }

  close(): void {
    if (this.#isOver) return;
    this.connection.say({ say: 'close', line: this.number });
    this.connection.forget();
    this.fail();
  }

  take(body: Buffer): void {
    const frame = frameOf(body);
    if (frame.kind === 'ack') this.typed(frame.n, null);
    else if (frame.kind !== 'output' && frame.kind !== 'resize') throw new LineProtocolError(`${frame.kind} frames are for the terminal`);
    // What was on its way when this side had enough is not asked for any more.
    else if (this.#listens) this.ears.chunk(heardChunk(frame, body));
  }

  place(n: number, seq: number): void {
    if (this.#listens) this.ears.place(n, seq);
  }

  rested(): void {
    if (!this.#listens) return;
    this.#listens = false;
    this.ears.rested();
  }

  typed(n: number, refusal: string | null): void {
    const pending = this.#pending.get(n);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    pending.resolve(refusal);
    this.#pending.delete(n);
  }

  /** The line is over: nobody knows what became of the input on its way. */
  fail(): void {
    this.#isOver = true;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new LineClosedError('the line was cut'));
    }
    this.#pending.clear();
  }
}
