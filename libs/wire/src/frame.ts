/**
 * A piece of terminal output, to the browser. `n` is the chunk's number in its session (from 1, shared with resizes,
 * without a hole); `at` is when its bytes were read, in milliseconds since the epoch.
 */
export interface OutputFrame {
  readonly kind: 'output';
  readonly channel: number;
  readonly n: number;
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** The terminal has a new size from here on, to the browser. Same numbering as output. */
export interface ResizeFrame {
  readonly kind: 'resize';
  readonly channel: number;
  readonly n: number;
  readonly at: number;
  readonly cols: number;
  readonly rows: number;
}

/**
 * The whole terminal as it is after chunk `n`, to the browser: it begins anew with this size, paints these bytes and
 * goes on with chunk `n + 1`. Sent first to a terminal that needn't paint the whole history, and to one that has fallen
 * far behind. `at` is the time of chunk `n`. With `n` 0 it is about the screen alone, to be shown until the whole is painted.
 */
export interface SnapshotFrame {
  readonly kind: 'snapshot';
  readonly channel: number;
  readonly n: number;
  readonly at: number;
  readonly cols: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** What the person typed or pasted, from the browser. */
export interface InputFrame {
  readonly kind: 'input';
  readonly channel: number;
  readonly bytes: Uint8Array;
}

/** This terminal has painted everything up to and including chunk `n`, from the browser: it can take more. */
export interface AckFrame {
  readonly kind: 'ack';
  readonly channel: number;
  readonly n: number;
}

export type Frame = OutputFrame | ResizeFrame | SnapshotFrame | InputFrame | AckFrame;
