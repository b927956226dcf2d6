import { type Socket } from 'node:net';
import { clientMessageSchema, controlMessage, frameMessage, frameOf, type LineClientMessage, type LineServerMessage, outputMessageHead, parseControl } from './line-messages.js';
import { CONTROL_LINE, LineProtocolError, type LineMessage, MessageCutter } from './message-cutter.js';
import { type ServedTerminals } from './served-terminals.js';
import { type SpokenChunk } from './terminal-chunk.js';

/** Milliseconds in which a new connection has to say its key. */
const HELLO_WITHIN_MS = 2_000;
/** Terminals on one connection: far more than a machine runs. */
const MAX_LINES = 4_096;
/**
 * Output that waits here for a gateway that doesn't take it, in bytes, at which a line is left. The gateway finds what it misses in the
 * log, which is more work for everybody: this is a tenth of a second of a terminal at full speed.
 */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/** From so many bytes on copying output into its message costs more than a second piece to write. */
const UNCOPIED_BYTES = 4 * 1024;

/** Output between two places in the log that a gateway is told, in bytes: what it has to read twice at most, about. */
const PLACE_EVERY_BYTES = 1024 * 1024;

interface ServedLine {
  readonly sessionId: string;
  /** The way out of listening; `null`: nobody listens. */
  leave: (() => void) | null;
  /** Output since a place in the log was told, in bytes. */
  sincePlace: number;
  /** Inputs that have come on it. */
  inputs: number;
}

/** One gateway on a server of lines. Whatever is wrong with it ends it, and only it. */
export class ServedConnection {
  readonly #lines = new Map<number, ServedLine>();
  readonly #cutter = new MessageCutter();
  readonly #hello: NodeJS.Timeout;
  #isWelcome = false;

  constructor(
    private readonly socket: Socket,
    private readonly isKey: (said: string) => boolean,
    private readonly terminals: ServedTerminals,
    private readonly broken: (reason: string) => void,
  ) {
    this.#hello = setTimeout(() => { this.#end('no key was said'); }, HELLO_WITHIN_MS);
    socket.on('data', (bytes: Buffer) => { this.#receive(bytes); });
    socket.on('error', (error) => { this.broken(error.message); });
    socket.on('close', () => {
      clearTimeout(this.#hello);
      for (const line of this.#lines.values()) line.leave?.();
      this.#lines.clear();
    });
  }

  #receive(bytes: Buffer): void {
    try {
      for (const message of this.#cutter.feed(bytes)) if (!this.socket.destroyed) this.#take(message);
    } catch (error) {
      this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  #end(reason: string): void {
    this.broken(reason);
    this.socket.destroy();
  }

  #take({ line, body }: LineMessage): void {
    if (line === CONTROL_LINE) this.#obey(parseControl(clientMessageSchema, body));
    else this.#type(line, body);
  }

  #obey(message: LineClientMessage): void {
    if (message.say === 'hello') {
      if (!this.isKey(message.key)) throw new LineProtocolError('a wrong key was said');
      clearTimeout(this.#hello);
      this.#isWelcome = true;
      this.#say({ say: 'welcome' });
      return;
    }
    if (!this.#isWelcome) throw new LineProtocolError('the key comes first');
    if (message.say === 'open') {
      if (this.#lines.has(message.line) || this.#lines.size >= MAX_LINES) throw new LineProtocolError('this line can not be opened');
      this.#lines.set(message.line, { sessionId: message.sessionId, leave: null, sincePlace: PLACE_EVERY_BYTES, inputs: 0 });
      return;
    }
    const line = this.#line(message.line);
    if (message.say === 'listen') {
      line.sincePlace = PLACE_EVERY_BYTES;
      line.leave ??= this.terminals.listen(line.sessionId, (chunk) => { this.#tell(message.line, line, chunk); });
      return;
    }
    line.leave?.();
    line.leave = null;
    if (message.say === 'close') this.#lines.delete(message.line);
  }

  #type(number: number, body: Buffer): void {
    const line = this.#line(number);
    const frame = frameOf(body);
    if (frame.kind !== 'input') throw new LineProtocolError(`${frame.kind} frames come from the terminal`);
    const n = ++line.inputs;
    this.terminals.type(line.sessionId, frame.bytes).then(
      (refusal) => {
        if (refusal === null) this.#write(frameMessage(number, { kind: 'ack', channel: 0, n }));
        else this.#say({ say: 'refused', line: number, n, message: refusal });
      },
      (error: unknown) => { this.#end(`input failed: ${String(error)}`); },
    );
  }

  #line(number: number): ServedLine {
    const line = this.#isWelcome ? this.#lines.get(number) : undefined;
    if (line === undefined) throw new LineProtocolError('no such line is open');
    return line;
  }

  #tell(number: number, line: ServedLine, chunk: SpokenChunk): void {
    if (this.socket.writableLength <= MOST_WAITING_BYTES) {
      this.#tellPlace(number, line, chunk);
      this.#writeChunk(number, chunk);
      return;
    }
    line.leave?.();
    line.leave = null;
    this.#say({ say: 'rested', line: number });
  }

  #tellPlace(number: number, line: ServedLine, chunk: SpokenChunk): void {
    if (line.sincePlace >= PLACE_EVERY_BYTES) {
      const seq = this.terminals.storedUpTo();
      if (seq > 0) {
        this.#say({ say: 'place', line: number, n: chunk.n, seq });
        line.sincePlace = 0;
      }
    }
    if (chunk.kind === 'output') line.sincePlace += chunk.bytes.length;
  }

  /** The bytes of a chunk are nobody's to change any more: they can wait here as they are. */
  #writeChunk(number: number, chunk: SpokenChunk): void {
    if (chunk.kind === 'resize' || chunk.bytes.length < UNCOPIED_BYTES) {
      this.#write(frameMessage(number, { channel: 0, ...chunk }));
      return;
    }
    this.socket.cork();
    this.#write(outputMessageHead(number, { channel: 0, ...chunk }));
    this.#write(chunk.bytes);
    this.socket.uncork();
  }

  #say(message: LineServerMessage): void {
    this.#write(controlMessage(message));
  }

  #write(bytes: Uint8Array): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }
}
