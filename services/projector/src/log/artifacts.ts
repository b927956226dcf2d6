import type { EventOf, FleetEvent } from '@agents-fleet/contracts';
import type { ArtifactRow } from '@agents-fleet/read-models';

/** What an event leaves to keep, `null` when it leaves nothing. Pure. */
export function artifactOf(event: FleetEvent, streamSeq: number): ArtifactRow | null {
  if (event.type !== 'git.captured') return null;
  return {
    id: event.id,
    sessionId: event.sessionId,
    kind: 'git_state',
    at: event.at,
    title: gitTitle(event.data),
    size: Buffer.byteLength(JSON.stringify(event.data)),
    data: event.data,
    streamSeq,
  };
}

function gitTitle({ phase, state, head, branch, detail }: EventOf<'git.captured'>['data']): string {
  const when = phase === 'start' ? 'Repo at the start' : 'Repo at the end';
  if (state !== 'ok') return `${when}: ${detail ?? state.replaceAll('_', ' ')}`;
  return `${when}: ${branch ?? 'detached'} at ${head?.slice(0, 12) ?? 'no commit'}`;
}
