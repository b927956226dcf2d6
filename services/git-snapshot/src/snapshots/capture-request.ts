import { snapshotPhaseSchema, type FleetEvent, type SnapshotPhase } from '@agents-fleet/contracts';
import { z } from 'zod';

/** A snapshot that is to be taken. */
export const captureRequestSchema = z.object({
  sessionId: z.string(),
  runnerId: z.string(),
  snapshotId: z.string(),
  phase: snapshotPhaseSchema,
  repoPath: z.string(),
  /** When it was caused, ISO 8601 UTC. */
  causedAt: z.string(),
  /** Until when the session's command is held for this snapshot, ISO 8601 UTC; `null`: it is not, or not for this one. */
  heldUntil: z.string().nullable().default(null),
  correlationId: z.string(),
  /** The event that caused it; `null` when a person did. */
  causationId: z.string().nullable(),
});
export type CaptureRequest = z.infer<typeof captureRequestSchema>;

/** The request for a session's start or end, whose snapshots are named by their phase. */
export function requestOf(event: FleetEvent, phase: SnapshotPhase & ('start' | 'end'), repoPath: string): CaptureRequest {
  const { sessionId, runnerId, correlationId, id, at } = event;
  const waitMs = event.type === 'session.started' ? event.data.baselineWaitMs : 0;
  const heldUntil = waitMs === 0 ? null : new Date(Date.parse(at) + waitMs).toISOString();
  return { sessionId, runnerId, snapshotId: phase, phase, repoPath, causedAt: at, heldUntil, correlationId, causationId: id };
}
