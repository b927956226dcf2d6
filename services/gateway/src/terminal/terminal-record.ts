import { type ChunkRow, type ReadModels } from '@agents-fleet/read-models';
import { sizeOf, type TerminalChunk } from './terminal-chunk.js';
import { type KeptState, type StoredPosition, type StoredStates, type StoredTerminal } from './stored-terminal.js';

/** The projected terminal record, as the read models have it. */
export class TerminalRecord implements StoredTerminal, StoredStates {
  constructor(private readonly models: ReadModels) {}

  async position(sessionId: string): Promise<StoredPosition> {
    return (await this.models.terminal.position(sessionId)) ?? { lastChunk: 0, bytes: 0, streamSeq: 0 };
  }

  async chunks(sessionId: string, from: number, maxBytes: number): Promise<TerminalChunk[]> {
    return (await this.models.terminal.chunks(sessionId, { from, maxBytes })).map(toChunk);
  }

  async bytesBefore(sessionId: string, n: number): Promise<number | null> {
    const [chunk] = await this.models.terminal.chunks(sessionId, { from: n, maxBytes: 1 });
    return chunk?.n === n ? chunk.offset : null;
  }

  stateBefore(sessionId: string, chunk: number): Promise<KeptState | null> {
    return this.models.terminal.stateBefore(sessionId, chunk);
  }

  /**
   * Number of the last chunk of a session that is over, as its end says, when everything up to it is in the record;
   * `null` while it runs or the projector is still at it.
   */
  async completeAt(sessionId: string): Promise<number | null> {
    const end = await this.models.terminal.endsAt(sessionId);
    if (end === null) return null;
    return (await this.position(sessionId)).lastChunk >= end ? end : null;
  }
}

function toChunk({ n, at, kind, data }: ChunkRow): TerminalChunk {
  if (kind === 'output') return { n, at, kind, bytes: data };
  const size = sizeOf(data);
  if (size === null) throw new Error(`chunk ${n} is recorded as a resize, but holds no size`);
  return { n, at, kind, ...size };
}
