/** What a terminal printed, or its new size: one numbering a session, from 1. `at` in milliseconds since the epoch. */
export type SpokenChunk =
  | { readonly n: number; readonly at: number; readonly kind: 'output'; readonly bytes: Uint8Array }
  | { readonly n: number; readonly at: number; readonly kind: 'resize'; readonly cols: number; readonly rows: number };

/** A chunk as it was heard. `frame` is the whole of an output as a wire frame of channel 0: it can be sent on as it is. */
export type HeardChunk =
  | { readonly n: number; readonly at: number; readonly kind: 'output'; readonly bytes: Uint8Array; readonly frame: Buffer }
  | Extract<SpokenChunk, { kind: 'resize' }>;
