import type { EventOf, FleetEvent, SnapshotPhase } from '@agents-fleet/contracts';
import type { ArtifactRow } from '@agents-fleet/read-models';
import { resumeTitle } from './summaries.js';

/** What an event leaves to keep, `null` when it leaves nothing. Pure. */
export function artifactOf(event: FleetEvent, streamSeq: number): ArtifactRow | null {
  const { id, sessionId, at } = event;
  switch (event.type) {
    case 'git.captured':
      return { id, sessionId, kind: 'git_state', at, title: gitTitle(event.data), size: sizeOf(event.data), data: event.data, streamSeq };
    case 'session.resumable':
      // One for each conversation: after `/clear` the earlier one can still be taken up.
      return resumeArtifact(`resume:${sessionId}:${event.data.agentSessionId}`, { sessionId, at, streamSeq }, event.data);
    default:
      return null;
  }
}

/** How a conversation can be taken up again, as something that is kept. */
export function resumeArtifact(
  id: string,
  where: Pick<ArtifactRow, 'sessionId' | 'at' | 'streamSeq'>,
  { agentSessionId, command }: EventOf<'session.resumable'>['data'],
): ArtifactRow {
  const data = { agentSessionId, command };
  return { id, ...where, kind: 'resume_command', title: resumeTitle(data), size: sizeOf(data), data };
}

function sizeOf(data: Record<string, unknown>): number {
  return Buffer.byteLength(JSON.stringify(data));
}

const GIT_TITLES: Readonly<Record<SnapshotPhase, string>> = {
  start: 'Repo at the start',
  end: 'Repo at the end',
  asked: 'Repo as asked for',
  before_restore: 'Repo before files were put back',
};

function gitTitle({ phase, state, head, branch, detail }: EventOf<'git.captured'>['data']): string {
  const when = GIT_TITLES[phase];
  if (state !== 'ok') return `${when}: ${detail ?? state.replaceAll('_', ' ')}`;
  return `${when}: ${branch ?? 'detached'} at ${head?.slice(0, 12) ?? 'no commit'}`;
}
