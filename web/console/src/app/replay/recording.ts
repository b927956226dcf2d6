import { type OutputFrame, type ResizeFrame } from '@agents-fleet/wire';
import { type ChannelMessage, type TerminalChannel, type TerminalViewer } from '../socket/terminal-channel.js';

/** How far a recording is loaded; numbers only, never bytes. */
export interface LoadingState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  readonly chunks: number;
  /** Chunks that there are, as the gateway said at the start. */
  readonly of: number;
  readonly message: string | null;
}

/** Telling the page of every chunk would cost more than loading it. */
const REPORT_EVERY = 256;

/**
 * A session's chunks, kept in memory in the order of the record. It only receives: there is no way to write to the
 * session from here.
 */
export class Recording implements TerminalViewer {
  private readonly frames: (OutputFrame | ResizeFrame)[] = [];
  private channel: TerminalChannel | undefined;
  private total = 0;
  private phase: LoadingState['phase'] = 'loading';

  constructor(
    readonly sessionId: string,
    private readonly report: (state: LoadingState) => void,
  ) {}

  /** Takes the way back to the gateway once there is one. */
  connect(channel: TerminalChannel): void {
    this.channel = channel;
  }

  get length(): number {
    return this.frames.length;
  }

  /** Chunks `from` to `to` (exclusive), counted from 0. */
  slice(from: number, to: number): readonly (OutputFrame | ResizeFrame)[] {
    return this.frames.slice(from, to);
  }

  /** Milliseconds since the epoch of each chunk, never going back: clocks may, a timeline may not. */
  times(): number[] {
    let latest = 0;
    return this.frames.map(({ at }) => (latest = Math.max(latest, at)));
  }

  lastPainted(): number {
    return this.frames.at(-1)?.n ?? 0;
  }

  frame(frame: OutputFrame | ResizeFrame): void {
    if (frame.n > this.lastPainted()) this.frames.push(frame);
    this.channel?.ack(this.lastPainted());
    if (this.frames.length % REPORT_EVERY === 0) this.tell();
  }

  message(message: ChannelMessage): void {
    if (message.type === 'attached') {
      this.total = message.lastChunk;
      // A recording without bytes has no last chunk to wait for.
      if (!message.live && message.lastChunk === 0) this.finish();
      else this.tell();
    }
    if (message.type === 'caught_up' || message.type === 'ended') this.finish();
  }

  connectionLost(): void {
    // What is loaded plays; the next connection goes on after it.
    this.tell();
  }

  failed(message: string): void {
    this.phase = 'failed';
    this.tell(message);
  }

  private finish(): void {
    this.phase = 'loaded';
    this.channel?.close();
    this.tell();
  }

  private tell(message: string | null = null): void {
    this.report({ phase: this.phase, chunks: this.frames.length, of: Math.max(this.total, this.frames.length), message });
  }
}
