import { type OutputFrame, type ResizeFrame, type SnapshotFrame } from '@agents-fleet/wire';
import { type ChannelMessage, type TerminalViewer } from './terminal-channel.js';

/**
 * Stands in for a terminal that is still being made: keeps what comes for it, in order, and hands it over.
 * It acknowledges nothing, so the gateway's window bounds what is kept.
 */
export class EarlyViewer implements TerminalViewer {
  readonly spectator = false;
  private readonly kept: ((viewer: TerminalViewer) => void)[] = [];
  private viewer: TerminalViewer | undefined;
  private lastKept = 0;

  constructor(readonly sessionId: string) {}

  /** Gives the terminal what has come so far, and from now on whatever comes. */
  handTo(viewer: TerminalViewer): void {
    this.viewer = viewer;
    for (const deliver of this.kept.splice(0)) deliver(viewer);
  }

  lastPainted(): number {
    // What is kept will be painted: after a lost connection it needn't come again.
    return this.viewer?.lastPainted() ?? this.lastKept;
  }

  frame(frame: OutputFrame | ResizeFrame | SnapshotFrame): void {
    this.lastKept = frame.n;
    this.pass((viewer) => viewer.frame(frame));
  }

  message(message: ChannelMessage): void {
    this.pass((viewer) => viewer.message(message));
  }

  connectionLost(): void {
    this.pass((viewer) => viewer.connectionLost());
  }

  failed(message: string): void {
    this.pass((viewer) => viewer.failed(message));
  }

  private pass(deliver: (viewer: TerminalViewer) => void): void {
    if (this.viewer === undefined) this.kept.push(deliver);
    else deliver(this.viewer);
  }
}
