import { type Writable } from 'node:stream';
import { type Artifact, type Session } from '@agents-fleet/contracts';
import { type ReadModels } from '@agents-fleet/read-models';
import { partOf, writePart } from '../changes/file-part.js';
import { itemsOf } from '../changes/pages.js';
import { type SnapshotFileName, type SnapshotFiles } from '../changes/snapshot-files.js';
import { ProblemError } from '../http/problem.js';
import { type CastDownload } from '../terminal/cast-download.js';
import { type Downloadable, type TerminalDownload } from '../terminal/terminal-download.js';
import { type TextDownload } from '../terminal/text-download.js';
import { type SessionLookup } from '../sessions/session-lookup.js';
import { type ArtifactList } from './artifact-list.js';
import { readmeOf, resumeTextOf } from './bundle-contents.js';
import { writeJson, writeJsonLines, writeText } from './json-files.js';
import { writeZip, type ZipEntry } from './zip-writer.js';

/** Each keeps a thread busy with compressing. */
const MOST_AT_ONCE = 2;

/** What a bundle is made from. */
export interface BundleSources {
  readonly models: ReadModels;
  readonly sessions: SessionLookup;
  readonly artifacts: ArtifactList;
  readonly snapshotFiles: SnapshotFiles;
  readonly terminal: TerminalDownload;
  readonly cast: CastDownload;
  readonly text: TextDownload;
}

/** A bundle that is about to be written. */
export interface Bundle {
  readonly session: Session;
  readonly entries: readonly ZipEntry[];
}

/** Hands out everything that is kept of a session as one zip, made while it is read. */
export class BundleDownload {
  #running = 0;

  constructor(private readonly from: BundleSources) {}

  /**
   * Decides what is in it.
   * @throws ProblemError 404 for an unknown session, 429 when others are being made, 503 while the terminal's record is
   * incomplete: never a bundle that lacks what comes a moment later
   */
  async of(sessionId: string): Promise<Bundle> {
    const session = await this.from.sessions.get(sessionId);
    if (this.#running >= MOST_AT_ONCE) throw new ProblemError(429, 'Other bundles are being made. Try again in a moment.', [], { 'Retry-After': '5' });
    this.#running += 1;
    try {
      return { session, entries: await this.#entriesOf(session) };
    } catch (error) {
      this.#running -= 1;
      throw error;
    }
  }

  /** Writes it as fast as `target` takes it, and ends it. What `of` gave has to be written, or others wait for it. */
  async write({ session, entries }: Bundle, target: Writable): Promise<void> {
    try {
      await writeZip(entries, new Date(session.endedAt ?? Date.now()), target);
    } finally {
      this.#running -= 1;
    }
  }

  async #entriesOf(session: Session): Promise<ZipEntry[]> {
    const sessionId = session.id;
    const terminal = await this.#terminalOf(sessionId);
    const artifacts: Artifact[] = [];
    for await (const artifact of itemsOf((query) => this.from.artifacts.list(sessionId, query))) artifacts.push(artifact);
    const snapshots = await this.#snapshotEntries(sessionId, artifacts);
    const resume = resumeTextOf(artifacts);
    const readme = readmeOf(session, { terminal: terminal !== null, resume: resume !== null, snapshots: snapshots.map(({ name }) => name) });
    return [
      { name: 'README.txt', write: (target) => writeText(readme, target) },
      ...this.#recordEntries(session, artifacts),
      ...(resume === null ? [] : [{ name: 'resume.txt', write: (target: Writable) => writeText(resume, target) }]),
      ...(terminal === null ? [] : this.#terminalEntries(terminal)),
      ...snapshots,
    ];
  }

  #recordEntries(session: Session, artifacts: readonly Artifact[]): ZipEntry[] {
    const { models } = this.from;
    const { id } = session;
    return [
      { name: 'session.json', write: (target) => writeJson(session, target) },
      { name: 'markers.json', write: (target) => writeJsonLines(itemsOf((query) => models.markers.list(id, query)), target) },
      { name: 'usage.json', write: (target) => writeJsonLines(itemsOf((query) => models.usage.list(id, query)), target) },
      { name: 'stdin.json', write: (target) => writeJsonLines(itemsOf((query) => models.stdin.list(id, query)), target) },
      { name: 'artifacts.json', write: (target) => writeJson(artifacts, target) },
    ];
  }

  async #terminalOf(sessionId: string): Promise<Downloadable | null> {
    try {
      return await this.from.terminal.of(sessionId);
    } catch (error) {
      // Gone by the retention settings: everything else is there.
      if (error instanceof ProblemError && error.status === 410) return null;
      throw error;
    }
  }

  #terminalEntries(what: Downloadable): ZipEntry[] {
    const { terminal, cast, text } = this.from;
    return [
      {
        name: 'terminal.txt',
        write: async (target) => {
          // A bundle has begun and can't be told to come back.
          while (!target.destroyed && !(await text.write(what, target)));
        },
      },
      { name: 'terminal.cast', write: (target) => cast.write(what, target) },
      { name: 'terminal.raw', write: (target) => terminal.write(what, 1, target) },
    ];
  }

  /** Files of those snapshots that have some. Opened once it is their turn: a session may have many snapshots. */
  async #snapshotEntries(sessionId: string, artifacts: readonly Artifact[]): Promise<ZipEntry[]> {
    const entries: ZipEntry[] = [];
    for (const { kind, data } of artifacts) {
      if (kind !== 'git_state') continue;
      for (const name of ['changes.json', 'changes.patch'] as const) {
        const entry = await this.#snapshotEntry(sessionId, String(data['snapshotId']), name);
        if (entry !== null) entries.push(entry);
      }
    }
    return entries;
  }

  async #snapshotEntry(sessionId: string, snapshotId: string, name: SnapshotFileName): Promise<ZipEntry | null> {
    const there = await this.from.snapshotFiles.open(sessionId, snapshotId, name);
    if (there === null) return null;
    await there.handle.close();
    return {
      name: `snapshots/${snapshotId}/${name}`,
      write: async (target) => {
        const file = await this.from.snapshotFiles.open(sessionId, snapshotId, name);
        if (file === null) throw new Error(`${name} of snapshot ${snapshotId} has gone while the bundle was made`);
        await writePart(partOf(file, 0, file.size), target);
      },
    };
  }
}
