import type { ArchivistPort, ArchivistStatus, Failure } from './archivist.js';
import type { Retention } from './due.js';

/** What a run of the archivist needs to know. */
export interface RunSettings {
  /** The read models. */
  readonly path: string;
  readonly archivePath: string;
  readonly retention: Retention;
  /** What an earlier run could not do. */
  readonly failures: readonly Failure[];
}

/** What a run tells of itself. */
export interface RunEvents {
  onStatus(status: ArchivistStatus): void;
  /** A job failed; it is tried again without another word. */
  onFailure(why: string): void;
}

/** An archivist at work, from its start until nothing is due. */
export interface ArchivistRun {
  /** There may be something to do. */
  wake(): void;
  /** Ends it between two steps. */
  stop(): Promise<void>;
  /** Resolves at its end: when to start it again though nothing changes, `null` for never. @throws what it died of */
  readonly finished: Promise<number | null>;
}

export type StartRun = (settings: RunSettings, port: ArchivistPort, events: RunEvents) => ArchivistRun;
