import { type ServerMessage } from '@agents-fleet/contracts';
import { createLogger } from '@agents-fleet/platform';
import { decodeFrames } from '@agents-fleet/wire';
import { type SessionFeed } from '../terminal/session-feed.js';
import { SkipAhead } from '../terminal/skip-ahead.js';
import { Viewer, type ViewerSocket } from '../terminal/viewer.js';
import { type RecordedTerminal } from './recorded-terminal.js';

export interface SpecViewerOptions {
  readonly after?: number;
  readonly history?: 'all' | 'screen';
  readonly painting?: boolean;
  readonly screenFirst?: boolean;
}

/** A viewer whose socket is a spec: it notes what it is sent, and checks the numbers. */
export class SpecViewer implements ViewerSocket {
  readonly viewer: Viewer;
  readonly messages: ServerMessage[] = [];
  congested = false;
  /** Whether it paints, and says so, what it is sent. */
  painting: boolean;
  last: number;
  disorder: string | null = null;
  /** Most bytes that it was sent and had not painted: what is held for it. */
  mostHeld = 0;
  #held = 0;
  readonly #story: string[] = [];
  #run: { readonly from: number; readonly to: number } | null = null;

  constructor(feed: SessionFeed, record: RecordedTerminal, { after = 0, history = 'screen', painting = true, screenFirst = false }: SpecViewerOptions = {}) {
    this.last = after;
    this.painting = painting;
    const logger = createLogger('spec', 'silent');
    const skips = history === 'screen' ? new SkipAhead(feed.sessionId, after, record, logger, screenFirst) : null;
    this.viewer = new Viewer(0, after, feed, this, logger, skips);
    this.viewer.pump();
  }

  /** What it was sent, in order: `snapshot 7`, then chunks `8-12`. */
  get story(): string[] {
    return this.#run === null ? this.#story : [...this.#story, `${this.#run.from}-${this.#run.to}`];
  }

  /** Paints all that has come, and goes on painting. */
  paint(): void {
    this.painting = true;
    this.#acknowledge();
  }

  sendMessage(message: ServerMessage): void {
    this.messages.push(message);
  }

  sendBytes(message: Buffer): void {
    this.#held += message.length;
    this.mostHeld = Math.max(this.mostHeld, this.#held);
    for (const frame of decodeFrames(message)) {
      if (frame.kind === 'snapshot' && frame.n === 0) {
        this.#takeScreen(frame.bytes.length);
        continue;
      }
      if (frame.kind === 'snapshot') this.#takeSnapshot(frame.n);
      else if (frame.kind === 'output' || frame.kind === 'resize') this.#takeChunk(frame.n);
      else throw new Error(`a ${frame.kind} frame is not for browsers`);
      this.last = frame.n;
    }
    // A browser's acknowledgement comes later, never during the send.
    if (this.painting) setImmediate(() => { if (this.painting) this.#acknowledge(); });
  }

  #takeScreen(bytes: number): void {
    if (this.last > 0) this.disorder ??= `a screen came after chunk ${this.last}`;
    this.#story.push(`screen of ${bytes} bytes`);
  }

  #takeSnapshot(n: number): void {
    if (n <= this.last) this.disorder ??= `a snapshot of chunk ${n} came after chunk ${this.last}`;
    this.#story.splice(0, this.#story.length, ...this.story, `snapshot ${n}`);
    this.#run = null;
  }

  #takeChunk(n: number): void {
    if (n !== this.last + 1) this.disorder ??= `chunk ${n} came after chunk ${this.last}`;
    this.#run = { from: this.#run?.from ?? n, to: n };
  }

  #acknowledge(): void {
    this.#held = 0;
    this.viewer.acknowledge(this.last);
  }
}
