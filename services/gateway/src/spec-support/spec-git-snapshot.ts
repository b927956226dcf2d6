import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  captureCommandSchema,
  contentCommandSchema,
  restoreCommandSchema,
  subjects,
  type CaptureCommand,
  type ChangedFile,
  type CommandReply,
  type ContentCommand,
  type GitSnapshotSummary,
  type RestoreCommand,
  type SessionCommit,
} from '@agents-fleet/contracts';
import { type Broker, respond, type Stoppable } from '@agents-fleet/event-log';
import { A_MOMENT, aGitCaptured } from '@agents-fleet/testing';
import { type SpecProjector } from './played-session.js';

/** A changed file as a spec says it: what it leaves out is made up. */
export type SpecChange = Partial<ChangedFile> & { path: string; patch?: string };

/** A git-snapshot service that a spec plays: it keeps what it is given, and says what it was asked to do. */
export class SpecGitSnapshot {
  readonly captured: CaptureCommand[] = [];
  readonly looked: ContentCommand[] = [];
  readonly restored: RestoreCommand[] = [];
  /** What the next commands are answered with. */
  answer: CommandReply<unknown> = { ok: true, data: {} };
  onCapture: (command: CaptureCommand) => Promise<void> = () => Promise.resolve();
  #responders: Stoppable[] = [];
  #announced = 0;

  constructor(
    private readonly broker: Broker,
    private readonly projector: SpecProjector,
    /** Where snapshots are kept. */
    readonly root: string,
  ) {}

  async start(): Promise<void> {
    this.#responders = [
      respond(this.broker, subjects.gitCommand('capture'), async (command) => {
        const capture = captureCommandSchema.parse(command.json());
        this.captured.push(capture);
        await this.onCapture(capture);
        return this.answer;
      }),
      respond(this.broker, subjects.gitCommand('content'), (command) => {
        this.looked.push(contentCommandSchema.parse(command.json()));
        return this.answer;
      }),
      respond(this.broker, subjects.gitCommand('restore'), (command) => {
        this.restored.push(restoreCommandSchema.parse(command.json()));
        return this.answer;
      }),
    ];
    await this.broker.connection.flush();
  }

  async stop(): Promise<void> {
    for (const responder of this.#responders.splice(0)) responder.stop();
    await this.broker.connection.flush();
  }

  /** Writes a snapshot's files and announces it. @returns the whole patch */
  async keep(sessionId: string, summary: Partial<GitSnapshotSummary>, changes: readonly SpecChange[], commits: readonly SessionCommit[] = []): Promise<string> {
    const { snapshotId = 'end' } = summary;
    const directory = join(this.root, sessionId, snapshotId);
    await mkdir(directory, { recursive: true });
    let patchOffset = 0;
    const files = changes.map(({ patch: part = '', ...change }) => {
      const file = { ...aChange, ...change, patchOffset, patchLength: Buffer.byteLength(part) };
      patchOffset += file.patchLength;
      return file;
    });
    const patch = changes.map((change) => change.patch ?? '').join('');
    await writeFile(join(directory, 'changes.json'), JSON.stringify({ commits, files }));
    await writeFile(join(directory, 'changes.patch'), patch);
    await this.announce(sessionId, { snapshotId, phase: 'end', files: files.length, patchBytes: patchOffset, ...summary });
    return patch;
  }

  /** Announces a snapshot, as the projector has it. */
  async announce(sessionId: string, summary: Partial<GitSnapshotSummary>): Promise<void> {
    const { id, data } = aGitCaptured({ sessionId, data: summary });
    await this.announceRow(sessionId, id, data);
  }

  /** @param data of any version */
  async announceRow(sessionId: string, id: string, data: Record<string, unknown>): Promise<void> {
    this.#announced += 1;
    await this.projector.addArtifact({ id, sessionId, kind: 'git_state', at: A_MOMENT, title: 'Repo', size: 3, data }, this.#announced);
  }
}

const aChange: Omit<ChangedFile, 'path'> = {
  oldPath: null,
  status: 'modified',
  additions: 1,
  deletions: 1,
  oldMode: '100644',
  newMode: '100644',
  size: 10,
  notInlined: null,
  places: ['unstaged'],
};
