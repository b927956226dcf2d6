import { type OutputFrame, type ResizeFrame, type SnapshotFrame } from '@agents-fleet/wire';
import { type ServerMessage } from '@agents-fleet/contracts';

/** What arrives on a channel, besides terminal frames. */
export type ChannelMessage = Extract<
  ServerMessage,
  { type: 'attached' | 'owner' | 'caught_up' | 'ended' | 'input_refused' }
>;

/** The side of a terminal that the socket talks to. It outlives connections. */
export interface TerminalViewer {
  readonly sessionId: string;
  /** It only looks: it never owns the session and types nothing. */
  readonly spectator: boolean;
  /** Number of the last chunk that this terminal has painted: where a connection goes on. */
  lastPainted(): number;
  /** A chunk; or a snapshot at any time, which takes the place of the chunks up to its number. */
  frame(frame: OutputFrame | ResizeFrame | SnapshotFrame): void;
  message(message: ChannelMessage): void;
  connectionLost(): void;
  failed(message: string): void;
}

/** The side of a terminal's channel that the viewer talks to. */
export interface TerminalChannel {
  /** @returns whether a connection took it: while there is none, nothing is queued and the caller says so. */
  input(bytes: Uint8Array): boolean;
  /** Proposes a size; it holds while this terminal owns the session. */
  resize(cols: number, rows: number): void;
  /** The person uses this terminal now: makes it the session's owner. */
  claim(): void;
  /** Everything up to chunk `n` is painted: the gateway may send more. */
  ack(n: number): void;
  close(): void;
}
