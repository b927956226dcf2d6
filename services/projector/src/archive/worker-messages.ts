import type { ArchivistPort, ArchivistStatus } from './archivist.js';

/** What the archivist's thread says. A request is answered under its number. */
export type FromWorker =
  | { readonly type: 'request'; readonly id: number; readonly request: PortRequest }
  | { readonly type: 'status'; readonly status: ArchivistStatus }
  | { readonly type: 'failure'; readonly why: string }
  | { readonly type: 'finished'; readonly nextAt: number | null };

/** What the projector says to it. */
export type ToWorker =
  | { readonly type: 'changed' }
  | { readonly type: 'stop' }
  /** `error` is why it could not be done; `null` when it is done. */
  | { readonly type: 'answer'; readonly id: number; readonly error: string | null };

/** A call of `ArchivistPort`. */
export type PortRequest =
  | { readonly kind: 'release'; readonly sessionId: string; readonly lastChunk: number }
  | { readonly kind: 'purge'; readonly sessionId: string; readonly streamSeq: number }
  | { readonly kind: 'expired'; readonly sessionId: string };

/** Does what is asked for. */
export function answer(port: ArchivistPort, request: PortRequest): Promise<void> {
  switch (request.kind) {
    case 'release':
      return port.release(request.sessionId, request.lastChunk);
    case 'purge':
      return port.purge(request.sessionId, request.streamSeq);
    case 'expired':
      return port.expired(request.sessionId);
  }
}

/** A port whose calls become requests. */
export function askingPort(ask: (request: PortRequest) => Promise<void>): ArchivistPort {
  return {
    release: (sessionId, lastChunk) => ask({ kind: 'release', sessionId, lastChunk }),
    purge: (sessionId, streamSeq) => ask({ kind: 'purge', sessionId, streamSeq }),
    expired: (sessionId) => ask({ kind: 'expired', sessionId }),
  };
}
