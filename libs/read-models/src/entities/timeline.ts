import type { Artifact, MarkerType } from '@agents-fleet/contracts';
import { EntitySchema } from 'typeorm';

/** A moment on a session's timeline. */
export interface MarkerRow {
  /** `<event id>:<type>`. */
  id: string;
  sessionId: string;
  type: MarkerType;
  at: string;
  chunk: number | null;
  summary: string;
  data: Record<string, unknown>;
  /** Place in `FLEET_LOG`: the order in which they are listed. */
  streamSeq: number;
}

export const MarkerEntity = new EntitySchema<MarkerRow>({
  name: 'Marker',
  tableName: 'markers',
  columns: {
    id: { type: 'text', primary: true },
    sessionId: { type: 'text' },
    type: { type: 'text' },
    at: { type: 'text' },
    chunk: { type: 'integer', nullable: true },
    summary: { type: 'text' },
    data: { type: 'simple-json' },
    streamSeq: { type: 'integer' },
  },
  indices: [
    { name: 'markers_of_session', columns: ['sessionId', 'streamSeq'] },
    { name: 'markers_newest', columns: ['streamSeq'] },
  ],
});

/** Something kept for a session. */
export interface ArtifactRow {
  /** Id of the event that brought it. */
  id: string;
  sessionId: string;
  kind: Artifact['kind'];
  at: string;
  title: string;
  size: number;
  data: Record<string, unknown>;
  streamSeq: number;
}

export const ArtifactEntity = new EntitySchema<ArtifactRow>({
  name: 'Artifact',
  tableName: 'artifacts',
  columns: {
    id: { type: 'text', primary: true },
    sessionId: { type: 'text' },
    kind: { type: 'text' },
    at: { type: 'text' },
    title: { type: 'text' },
    size: { type: 'integer' },
    data: { type: 'simple-json' },
    streamSeq: { type: 'integer' },
  },
  indices: [{ name: 'artifacts_of_session', columns: ['sessionId', 'streamSeq'] }],
});
