import { STREAMS } from '@agents-fleet/contracts';
import { EventPublisher, messageOf, publishMessage, type Broker, type Published } from '@agents-fleet/event-log';
import { FlowWindow, HIGH_WATERMARK_BYTES } from '@agents-fleet/terminal';
import type { Logger } from '@agents-fleet/platform';
import { bytesOf, type OutgoingMessage } from './outgoing-message.js';
import type { Spool } from './spool.js';

/** Publishes on their way at a time: what saturates a local broker (design, "Terminal rules"). */
const MAX_IN_FLIGHT = 256;
/** A broker that is connected but has acknowledged nothing for so many milliseconds is treated as away. */
const STALLED_AFTER_MS = 3_000;
/** Milliseconds between two looks at that, and between two tries to reach a broker that had stalled. */
const LOOK_EVERY_MS = 1_000;

/** A session with so many bytes on their way, without an acknowledgement, prints faster than it is taken. */
const FLOOD_BYTES = 32 * 1024;

/** `direct`: memory to broker. `spooling`: the broker is away, to the disk. `draining`: it is back, from the disk. */
export type OutboxMode = 'direct' | 'spooling' | 'draining';

interface InFlight {
  message: OutgoingMessage;
  sentAt: number;
  acknowledge: () => void;
}

interface SessionTraffic {
  window: FlowWindow;
  unacknowledged: number;
  inFlight: number;
  waiters: (() => void)[];
}

/**
 * Carries every message of every session to the broker, in order, and loses none: while the broker is away they go
 * to the disk, and when the disk is full, sessions have to wait. What was on its way when the broker went goes to the
 * disk first and is sent again with the same id.
 */
export class Outbox {
  readonly #broker: Broker;
  readonly #spool: Spool;
  readonly #logger: Logger;
  readonly #changed: () => void;
  readonly #sessionBytes: number;
  readonly #leaveStatus: () => void;
  readonly #timer: NodeJS.Timeout;
  readonly #sessions = new Map<string, SessionTraffic>();
  #publisher: EventPublisher;
  #mode: OutboxMode = 'direct';
  /** Not yet sent, in order. In the disk modes: what a full disk did not take. */
  #waiting: OutgoingMessage[] = [];
  readonly #inFlight = new Set<InFlight>();
  #storedUpTo = 0;
  /** Read from the spool, and held back until the rest of its session is stored. */
  #heldBack: InFlight | null = null;

  /**
   * @param changed called when sessions may have to wait, or may go on
   * @param sessionBytes of one session without an acknowledgement, at which it has to wait
   */
  constructor(broker: Broker, spool: Spool, logger: Logger, changed: () => void, sessionBytes = HIGH_WATERMARK_BYTES) {
    this.#broker = broker;
    this.#spool = spool;
    this.#logger = logger;
    this.#changed = changed;
    this.#sessionBytes = sessionBytes;
    this.#publisher = new EventPublisher(broker, MAX_IN_FLIGHT);
    if (!spool.empty) this.#mode = broker.status.online ? 'draining' : 'spooling';
    this.#leaveStatus = broker.status.onChange((state) => {
      if (state === 'online') this.#drain();
      else this.#toDisk('the broker is away');
    });
    this.#timer = setInterval(() => {
      this.#look();
    }, LOOK_EVERY_MS).unref();
    this.#pump();
  }

  get mode(): OutboxMode {
    return this.#mode;
  }

  /** Bytes on the disk that the broker has not acknowledged. */
  get spoolBytes(): number {
    return this.#spool.bytes;
  }

  /** The last place of the terminals' log that is known to be taken, 0 when none is: what is added from now on comes behind it. */
  get storedUpTo(): number {
    return this.#storedUpTo;
  }

  /** Whether everything is stored in the broker. */
  get empty(): boolean {
    return this.#waiting.length === 0 && this.#inFlight.size === 0 && this.#spool.empty;
  }

  /** Takes a message; it is safe from now on against everything but the end of this process. */
  add(message: OutgoingMessage): void {
    const traffic = this.#trafficOf(message.sessionId);
    traffic.unacknowledged++;
    traffic.window.sent(bytesOf(message));
    if (this.#mode === 'direct' || this.#waiting.length > 0 || !this.#spool.append(message)) this.#waiting.push(message);
    this.#pump();
    if (!this.mayProduce(message.sessionId)) this.#changed();
  }

  /**
   * Whether a session's terminal may be read on. While the broker is there: unless too much of it is without an
   * acknowledgement. While it is away: unless the disk is full.
   */
  mayProduce(sessionId: string): boolean {
    if (this.#mode !== 'direct' && this.#waiting.length > 0) return false;
    return this.#mode === 'spooling' || this.#sessions.get(sessionId)?.window.full !== true;
  }

  /** Whether a session prints faster than the broker takes it; while that is away, whether it has printed more than a few screens. */
  isFlooded(sessionId: string): boolean {
    return (this.#sessions.get(sessionId)?.window.bytes ?? 0) >= FLOOD_BYTES;
  }

  /** Resolves when all that the session sent so far is stored in the broker. */
  async stored(sessionId: string): Promise<void> {
    const traffic = this.#sessions.get(sessionId);
    if (traffic !== undefined) await new Promise<void>((resolve) => traffic.waiters.push(resolve));
  }

  /** Leaves what is not stored on the disk, for the next start. */
  close(): void {
    clearInterval(this.#timer);
    this.#leaveStatus();
    this.#toDisk('the pty-host stops');
    this.#publisher.close();
    if (this.#waiting.length > 0) this.#logger.error({ messages: this.#waiting.length }, 'the spool is full: messages are lost');
    this.#spool.close();
  }

  #pump(): void {
    while (this.#mode !== 'spooling' && this.#inFlight.size < MAX_IN_FLIGHT) {
      const next = this.#heldBack ?? this.#next();
      if (next === null) break;
      this.#heldBack = null;
      if (next.message.afterAllElse && (this.#sessions.get(next.message.sessionId)?.inFlight ?? 0) > 0) {
        this.#heldBack = next;
        break;
      }
      this.#send(next);
    }
  }

  #next(): InFlight | null {
    if (this.#mode === 'direct') {
      const message = this.#waiting.shift();
      return message === undefined ? null : { message, sentAt: 0, acknowledge: () => undefined };
    }
    const spooled = this.#spool.next();
    if (spooled !== null) return { message: spooled.message, sentAt: 0, acknowledge: spooled.acknowledge };
    if (!this.#spool.empty) return null;
    this.#mode = 'direct';
    this.#logger.info({}, 'the spool is drained');
    this.#changed();
    return this.#next();
  }

  #send(next: InFlight): void {
    next.sentAt = performance.now();
    this.#inFlight.add(next);
    const traffic = this.#sessions.get(next.message.sessionId);
    if (traffic !== undefined) traffic.inFlight++;
    publishMessage(this.#publisher, next.message).then(
      (place) => {
        this.#stored(next, place);
      },
      (error: unknown) => {
        if (!this.#inFlight.has(next)) return; // Given up on purpose: it is on the disk.
        this.#logger.error({ messageId: next.message.messageId, error: messageOf(error) }, 'the broker refuses a message');
        this.#toDisk('the broker refuses a message');
      },
    );
  }

  #stored(done: InFlight, { stream, seq }: Published): void {
    if (stream === STREAMS.pty) this.#storedUpTo = Math.max(this.#storedUpTo, seq);
    if (!this.#inFlight.delete(done)) return;
    done.acknowledge();
    const { sessionId } = done.message;
    const traffic = this.#sessions.get(sessionId);
    if (traffic !== undefined) {
      const wasFull = traffic.window.full;
      traffic.inFlight--;
      traffic.unacknowledged--;
      traffic.window.received(bytesOf(done.message));
      if (traffic.unacknowledged === 0) {
        this.#sessions.delete(sessionId);
        for (const tell of traffic.waiters) tell();
      }
      if (wasFull && !traffic.window.full) this.#changed();
    }
    if (this.#mode !== 'direct') this.#waitingToDisk();
    this.#pump();
  }

  /** Everything that is not stored goes to the disk, oldest first. */
  #toDisk(why: string): void {
    const messages = this.#inFlight.size + this.#waiting.length;
    // The one that comes back may have another store.
    this.#storedUpTo = 0;
    if (this.#mode !== 'spooling' && messages > 0) this.#logger.warn({ why, messages }, 'messages go to the spool');
    this.#publisher.close();
    this.#publisher = new EventPublisher(this.#broker, MAX_IN_FLIGHT);
    const unsent = [...this.#inFlight, ...(this.#heldBack === null ? [] : [this.#heldBack])];
    this.#inFlight.clear();
    this.#heldBack = null;
    for (const traffic of this.#sessions.values()) traffic.inFlight = 0;
    if (this.#mode === 'direct') this.#waiting.unshift(...unsent.map(({ message }) => message));
    else this.#spool.rewind();
    this.#mode = 'spooling';
    this.#waitingToDisk();
    this.#changed();
  }

  #waitingToDisk(): void {
    if (this.#waiting.length === 0) return;
    const refused = this.#waiting.findIndex((message) => !this.#spool.append(message));
    this.#waiting = refused === -1 ? [] : this.#waiting.slice(refused);
    if (this.#waiting.length === 0) this.#changed();
  }

  #drain(): void {
    if (this.#mode !== 'spooling') return;
    this.#mode = 'draining';
    this.#changed();
    this.#pump();
  }

  #look(): void {
    const oldest = this.#inFlight.values().next().value;
    if (oldest !== undefined && performance.now() - oldest.sentAt > STALLED_AFTER_MS) this.#toDisk('the broker does not acknowledge');
    else if (this.#mode === 'spooling' && this.#broker.status.online) this.#drain();
  }

  #trafficOf(sessionId: string): SessionTraffic {
    let traffic = this.#sessions.get(sessionId);
    if (traffic === undefined) {
      traffic = { window: new FlowWindow({ high: this.#sessionBytes }), unacknowledged: 0, inFlight: 0, waiters: [] };
      this.#sessions.set(sessionId, traffic);
    }
    return traffic;
  }
}
