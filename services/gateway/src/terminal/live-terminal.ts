import { ptyHeaders, STREAMS, subjects } from '@agents-fleet/contracts';
import { readSubject, subscribeCore, type Broker, type ReceivedMessage } from '@agents-fleet/event-log';
import { framedOutput, sizeOf, type TerminalChunk } from './terminal-chunk.js';

/** A chunk with its place in the stream. */
export interface StreamedChunk {
  readonly seq: number;
  readonly n: number;
  readonly chunk: TerminalChunk;
}

/** Chunks of one session as the broker has them. */
export interface ChunkStream extends AsyncIterable<StreamedChunk> {
  stop(): void;
}

/** Where live chunks come from: the log itself, not the read models, so that a slow projector delays nobody. */
export class LiveTerminal {
  constructor(private readonly broker: Broker) {}

  /** Resolves once the broker is there, or `signal` fires. */
  untilOnline(signal: AbortSignal): Promise<void> {
    return this.broker.status.untilOnline(signal);
  }

  /** Calls `listener` when a lost broker is back. Returns the way out. */
  onReturn(listener: () => void): () => void {
    return this.broker.status.onChange((state) => { if (state === 'online') listener(); });
  }

  /** Chunks as their runner sends them, before they are stored; some may be lost. Returns the way out. */
  hear(sessionId: string, listener: (chunk: TerminalChunk) => void): () => void {
    const subscription = subscribeCore(this.broker, subjects.pty(sessionId), (message) => {
      const chunk = chunkOf(message);
      if (chunk !== null) listener(chunk);
    });
    return () => { subscription.stop(); };
  }

  /**
   * @param fromSeq first place in the stream to read
   * @param maxMessages most chunks that wait for the reader
   */
  async read(sessionId: string, fromSeq: number, maxMessages: number): Promise<ChunkStream> {
    const subject = subjects.pty(sessionId);
    const reader = await readSubject(this.broker, { stream: STREAMS.pty, subject, fromSeq, maxMessages });
    return {
      stop: () => { reader.stop(); },
      async *[Symbol.asyncIterator]() {
        for await (const message of reader) {
          const chunk = chunkOf(message);
          if (chunk !== null) yield { seq: message.seq, n: chunk.n, chunk };
        }
      },
    };
  }
}

/** The chunk in a message, or `null` for one that is none: the projector reports those as dead letters. */
function chunkOf(message: Pick<ReceivedMessage, 'header' | 'data'>): TerminalChunk | null {
  const n = Number(message.header(ptyHeaders.n));
  const at = Number(message.header(ptyHeaders.at));
  if (!Number.isSafeInteger(n) || n < 1 || !Number.isSafeInteger(at) || at < 0) return null;
  if (message.header(ptyHeaders.kind) !== 'resize') return framedOutput(n, at, message.data);
  const size = sizeOf(message.data);
  return size === null ? null : { n, at, kind: 'resize', ...size };
}
