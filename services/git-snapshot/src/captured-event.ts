import type { FleetEvent, GitCaptured } from '@agents-fleet/contracts';
import type { RepositoryHead } from './repository-head.js';

export type CapturePhase = 'start' | 'end';

/** A capture that is later than this many milliseconds says so: the repository may have moved on in between. */
export const LATE_AFTER_MS = 10_000;

/** Only the commit and the branch are captured yet. */
const NOTHING_COMPARED = { tree: null, files: 0, additions: 0, deletions: 0, commits: 0, patchBytes: 0, truncated: null } as const;

/**
 * The event of one capture. Its id is made of session and phase, so that a repeat is the same event.
 * @param cause `session.started` or `session.ended`
 * @param at when the repository was read, ISO 8601 UTC
 */
export function capturedEvent(cause: FleetEvent, phase: CapturePhase, head: RepositoryHead, at: string): GitCaptured {
  return {
    id: `git:${cause.sessionId}:${phase}`,
    type: 'git.captured',
    v: 2,
    sessionId: cause.sessionId,
    runnerId: cause.runnerId,
    epoch: null,
    n: null,
    at,
    correlationId: cause.correlationId,
    causationId: cause.id,
    data: { ...NOTHING_COMPARED, snapshotId: phase, phase, ...head, detail: withLateness(head.detail, phase, Date.parse(at) - Date.parse(cause.at)) },
  };
}

function withLateness(detail: string | null, phase: CapturePhase, delayMs: number): string | null {
  if (delayMs < LATE_AFTER_MS) return detail;
  const late = `read ${Math.round(delayMs / 1000)} s after the ${phase}`;
  return detail === null ? late : `${detail}; ${late}`;
}
