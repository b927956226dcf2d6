import type { DataSource } from 'typeorm';
import { ArchiveConnection } from './archive/archive-connection.js';
import { archivePathOf } from './archive/schema.js';
import { openWriter } from './database/data-source.js';
import { ReaderConnection } from './database/reader-connection.js';
import { CheckpointQueries, DeadLetterQueries, RepoQueries, SpendQueries } from './queries/fleet.js';
import { ArtifactQueries, MarkerQueries, StdinQueries, UsageQueries } from './queries/records.js';
import { SearchQueries } from './queries/search.js';
import { SessionQueries } from './queries/sessions.js';
import { TerminalQueries } from './queries/terminal.js';

/** Everything that can be asked of the read models. Queries throw `ReadModelsUnavailableError` while there are none. */
export class ReadModels {
  readonly sessions: SessionQueries;
  readonly terminal: TerminalQueries;
  readonly search: SearchQueries;
  readonly markers: MarkerQueries;
  readonly stdin: StdinQueries;
  readonly usage: UsageQueries;
  readonly artifacts: ArtifactQueries;
  readonly repos: RepoQueries;
  readonly spend: SpendQueries;
  readonly deadLetters: DeadLetterQueries;
  readonly checkpoints: CheckpointQueries;
  /** Closes the file. Queries fail from here on. */
  readonly close: () => Promise<void>;

  constructor(source: () => Promise<DataSource>, path: string, close: () => Promise<void>) {
    const archive = new ArchiveConnection(archivePathOf(path));
    // A connection of its own, because it reads in snapshots.
    const search = new SearchQueries(source, new ArchiveConnection(archivePathOf(path)));
    this.sessions = new SessionQueries(source);
    this.terminal = new TerminalQueries(source, archive);
    this.search = search;
    this.markers = new MarkerQueries(source);
    this.stdin = new StdinQueries(source);
    this.usage = new UsageQueries(source);
    this.artifacts = new ArtifactQueries(source);
    this.repos = new RepoQueries(source);
    this.spend = new SpendQueries(source);
    this.deadLetters = new DeadLetterQueries(source);
    this.checkpoints = new CheckpointQueries(source);
    this.close = () => {
      archive.close();
      search.close();
      return close();
    };
  }
}

/**
 * Opens the read models, with the archive that lies beside them. A reader needs no file yet: it is opened when the projector has made it, and again when a
 * rebuild has put another one in its place. A writer makes the file and its tables; there must be one only.
 */
export async function openReadModels({ path, mode }: { path: string; mode: 'reader' | 'writer' }): Promise<ReadModels> {
  if (mode === 'writer') {
    const source = await openWriter(path);
    return new ReadModels(() => Promise.resolve(source), path, () => source.destroy());
  }
  const connection = new ReaderConnection(path);
  return new ReadModels(() => connection.source(), path, () => connection.close());
}
