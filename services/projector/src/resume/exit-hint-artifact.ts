import type { ArtifactRow, SessionRow } from '@agents-fleet/read-models';
import { resumeArtifact } from '../log/artifacts.js';
import type { ResumeHint } from './exit-hint.js';

/** Id of the artifact of what was read off a terminal: one a session, gone as soon as its agent's adapter tells better. */
export function exitHintId(sessionId: string): string {
  return `resume:${sessionId}:exit-hint`;
}

/** What an ended session's terminal told, kept where and when the session ended. */
export function exitHintArtifact({ id, endedAt, endedSeq, startedAt }: SessionRow, hint: ResumeHint): ArtifactRow {
  return resumeArtifact(exitHintId(id), { sessionId: id, at: endedAt ?? startedAt, streamSeq: endedSeq ?? 0 }, hint);
}
