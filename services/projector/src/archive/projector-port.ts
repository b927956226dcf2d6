import { setTimeout as sleep } from 'node:timers/promises';
import { STREAMS, subjects } from '@agents-fleet/contracts';
import { purgeSubject, type Broker } from '@agents-fleet/event-log';
import type { RunningProjections } from '@agents-fleet/projections';
import type { ArchivistPort } from './archivist.js';

/** Between two steps of clearing up, in milliseconds: whatever waits for the database comes first. */
const STEP_REST_MS = 20;
/** Pages of the read models (16 KiB each) that are given back in one step. */
const RECLAIM_PAGES = 64;

/** How the projector does what the archivist asks for. Ends at the next step once `signal` is aborted. */
export function projectorPort(
  projections: RunningProjections,
  broker: Broker,
  onChanged: (sessionIds: Iterable<string>) => void,
  signal: AbortSignal,
): ArchivistPort {
  const pause = () => sleep(STEP_REST_MS, undefined, { signal });
  return {
    release: async (sessionId, lastChunk) => {
      // Readers look into the archive from here on, and only then does anything go.
      if (!(await projections.write((write) => write.terminals.markArchived(sessionId, lastChunk)))) return;
      while (await projections.write((write) => write.terminals.removeChunks(sessionId, lastChunk))) await pause();
      while (await projections.reclaim(RECLAIM_PAGES)) await pause();
    },
    purge: async (sessionId, streamSeq) => void (await purgeSubject(broker, STREAMS.pty, subjects.pty(sessionId), streamSeq)),
    expired: async (sessionId) => {
      await projections.write((write) => write.terminals.markExpired(sessionId));
      onChanged([sessionId]);
    },
  };
}
