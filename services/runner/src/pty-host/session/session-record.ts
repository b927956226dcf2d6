import { fleetEventSchema, type EventOf, type FleetEventType } from '@agents-fleet/contracts';
import { chunkMessage, eventMessage, stdinMessage } from '@agents-fleet/event-log';
import type { SpokenChunk } from '@agents-fleet/terminal-line';
import type { OutgoingMessage } from '../outbox/outgoing-message.js';

/** The version in which each event is written: the newest. */
const VERSIONS = new Map<string, number>(fleetEventSchema.options.map(({ shape }) => [shape.type.value, shape.v.value]));

/** Who writes, and in which life. */
export interface RecordIdentity {
  sessionId: string;
  runnerId: string;
  epoch: string;
  correlationId: string;
}

/** Where a session's record goes on. All zero for a new session. */
export interface RecordPosition {
  chunk: number;
  bytes: number;
  event: number;
}

/** Where a record goes. `hear`, if there is one, is told of each chunk first: an echo waits for it. */
export interface RecordOutlet {
  send(message: OutgoingMessage): void;
  hear?(chunk: SpokenChunk): void;
}

/** Numbers everything that a session leaves behind, and hands it over. The only writer of its raw events. */
export class SessionRecord {
  readonly #identity: RecordIdentity;
  readonly #outlet: RecordOutlet;
  #chunk: number;
  #bytes: number;
  #event: number;
  #stdin = 0;

  constructor(identity: RecordIdentity, outlet: RecordOutlet, position: RecordPosition = { chunk: 0, bytes: 0, event: 0 }) {
    this.#identity = identity;
    this.#outlet = outlet;
    this.#chunk = position.chunk;
    this.#bytes = position.bytes;
    this.#event = position.event;
  }

  /** Number of the newest chunk, 0 before the first. */
  get lastChunk(): number {
    return this.#chunk;
  }

  /** Output bytes so far. */
  get bytes(): number {
    return this.#bytes;
  }

  output(body: Uint8Array): void {
    const at = Date.now();
    const n = ++this.#chunk;
    this.#outlet.hear?.({ n, at, kind: 'output', bytes: body });
    this.#addChunk(n, at, 'output', body);
    this.#bytes += body.length;
  }

  resize(cols: number, rows: number): void {
    const at = Date.now();
    const n = ++this.#chunk;
    this.#outlet.hear?.({ n, at, kind: 'resize', cols, rows });
    this.#addChunk(n, at, 'resize', `${cols}x${rows}`);
  }

  /** @param body what was typed; `null` when it must not be kept, and only `length` is */
  stdin(body: Uint8Array | null, length: number): void {
    const message = stdinMessage({
      ...this.#writer(),
      n: ++this.#stdin,
      at: Date.now(),
      redacted: body === null,
      length,
      body: body ?? new Uint8Array(0),
    });
    this.#hand(message, false);
  }

  /** @param afterAllElse stored only when all that the session sent before is stored */
  event<Type extends FleetEventType>(type: Type, data: EventOf<Type>['data'], { afterAllElse = false } = {}): void {
    const n = ++this.#event;
    const event = {
      id: `${this.#identity.sessionId}:e:${n}`,
      type,
      v: VERSIONS.get(type),
      ...this.#writer(),
      n,
      at: new Date().toISOString(),
      correlationId: this.#identity.correlationId,
      causationId: null,
      data,
    } as EventOf<Type>;
    this.#hand(eventMessage(event), afterAllElse);
  }

  #addChunk(n: number, at: number, kind: 'output' | 'resize', body: Uint8Array | string): void {
    this.#hand(chunkMessage({ ...this.#writer(), n, at, offset: this.#bytes, kind, body }), false);
  }

  #hand(message: Omit<OutgoingMessage, 'sessionId' | 'afterAllElse'>, afterAllElse: boolean): void {
    this.#outlet.send({ ...message, sessionId: this.#identity.sessionId, afterAllElse });
  }

  #writer() {
    const { sessionId, runnerId, epoch } = this.#identity;
    return { sessionId, runnerId, epoch };
  }
}
