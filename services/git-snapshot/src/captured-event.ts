import type { GitCaptured } from '@agents-fleet/contracts';
import type { CaptureRequest } from './snapshots/capture-request.js';

/** A capture that is later than this many milliseconds says so: the repository may have moved on in between. */
export const LATE_AFTER_MS = 10_000;

/** What a snapshot found, beside its name. */
export type Findings = Omit<GitCaptured['data'], 'snapshotId' | 'phase'>;

/** Figures where nothing was compared. */
export const NOTHING_COMPARED = { tree: null, files: 0, additions: 0, deletions: 0, commits: 0, patchBytes: 0, truncated: null } as const;

/**
 * The event of one snapshot. Its id is made of session and snapshot, so that a repeat is the same event.
 * @param at when the repository was read, ISO 8601 UTC
 */
export function capturedEvent(request: CaptureRequest, findings: Findings, at: string): GitCaptured {
  const { sessionId, runnerId, snapshotId, phase, correlationId, causationId } = request;
  const delayMs = Date.parse(at) - Date.parse(request.causedAt);
  return {
    id: `git:${sessionId}:${snapshotId}`,
    type: 'git.captured',
    v: 2,
    sessionId,
    runnerId,
    epoch: null,
    n: null,
    at,
    correlationId,
    causationId,
    data: { snapshotId, phase, ...findings, detail: withLateness(findings.detail, phase, delayMs) },
  };
}

function withLateness(detail: string | null, phase: CaptureRequest['phase'], delayMs: number): string | null {
  if (delayMs < LATE_AFTER_MS) return detail;
  const late = `read ${Math.round(delayMs / 1000)} s after ${phase === 'start' || phase === 'end' ? `the ${phase}` : 'it was asked for'}`;
  return detail === null ? late : `${detail}; ${late}`;
}
