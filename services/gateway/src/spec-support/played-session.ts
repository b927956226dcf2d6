import { ptyHeaders, STREAMS, subjects } from '@agents-fleet/contracts';
import { type Broker, EventPublisher, publishChunk, publishCore } from '@agents-fleet/event-log';
import {
  archivePathOf, ArchiveWriter, CheckpointEntity, openWriter, ReadModelWriter,
  type ArtifactRow, type KeptLine, type NewPage, type PtyChunkRow, type SessionRow,
} from '@agents-fleet/read-models';
import { A_MOMENT, A_RUNNER_ID, A_SESSION_ID } from '@agents-fleet/testing';

type WriterSource = Awaited<ReturnType<typeof openWriter>>;

const aSessionRow: SessionRow = {
  id: A_SESSION_ID,
  started: true,
  kind: 'pty',
  agent: 'shell',
  name: 'build',
  command: 'make all',
  repoPath: '/home/ada/engine',
  runnerId: A_RUNNER_ID,
  status: 'running',
  stopReason: null,
  exitCode: null,
  signal: null,
  startedAt: A_MOMENT,
  endedAt: null,
  budgetNanoUsd: null,
  budgetTokens: 2_000,
  budgetVersion: 1,
  limitState: 'armed',
  costNanoUsd: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  countedTokens: 0,
  confidence: null,
  usageScope: null,
  usageSource: null,
  tokensSource: null,
  models: [],
  recentCosts: [],
  carriedTokens: 0,
  carriedNanoUsd: 0,
  activity: null,
  activityN: 0,
  contextUsedTokens: null,
  contextWindowTokens: null,
  contextN: 0,
  cols: 120,
  rows: 32,
  survivors: null,
  branch: null,
  resumeOf: null,
  resumeAgentSessionId: null,
  resumeCommand: null,
  resumeN: 0,
  endedChunk: null,
  endedSeq: null,
};

/** The read models and their archive, written by a spec in the projector's place. */
export class SpecProjector {
  private constructor(
    private readonly source: WriterSource,
    private readonly archive: ArchiveWriter,
    private readonly broker: Broker,
  ) {}

  static async open(directory: string, broker: Broker): Promise<SpecProjector> {
    const path = `${directory}/read-models.sqlite`;
    const source = await openWriter(path);
    const projector = new SpecProjector(source, new ArchiveWriter(archivePathOf(path)), broker);
    await projector.saveCheckpoint(Number.MAX_SAFE_INTEGER);
    return projector;
  }

  /** Says up to where in `FLEET_LOG` the read models are. */
  async saveCheckpoint(position: number): Promise<void> {
    const row = { projection: 'log', stream: STREAMS.log, streamCreated: A_MOMENT, version: '1', position };
    await this.source.manager.upsert(CheckpointEntity, row, ['projection']);
  }

  async saveSession(changes: Partial<SessionRow> = {}): Promise<void> {
    await this.writer.saveSessions([{ ...aSessionRow, ...changes }]);
    this.announce(changes.id ?? A_SESSION_ID);
  }

  async addMarker(sessionId: string, type: 'ended' | 'budget_warned', chunk: number, at = new Date()): Promise<void> {
    const id = `${sessionId}:${type}:${at.getTime()}`;
    await this.writer.addMarkers([{ id, sessionId, type, at: at.toISOString(), chunk, summary: type, data: {}, streamSeq: at.getTime() }]);
    this.announce(sessionId);
  }

  async addArtifact(artifact: Omit<ArtifactRow, 'streamSeq'>, streamSeq: number): Promise<void> {
    await this.writer.saveArtifacts([{ ...artifact, streamSeq }]);
    this.announce(artifact.sessionId);
  }

  /** @param typed text, or `null` for what was typed without echo */
  async addStdin(sessionId: string, typed: readonly { n: number; at: number; text: string | null; length: number }[]): Promise<void> {
    await this.writer.addStdinEvents(
      typed.map(({ text, ...event }) => ({ ...event, sessionId, redacted: text === null, data: Buffer.from(text ?? '') })),
    );
    this.announce(sessionId);
  }

  async saveChunks(sessionId: string, rows: readonly PtyChunkRow[]): Promise<void> {
    const last = rows.at(-1);
    if (last === undefined) return;
    await this.writer.terminals.addChunks(rows);
    await this.writer.terminals.save([
      {
        sessionId,
        lastChunk: last.n,
        newestChunk: last.n,
        bytes: last.offset + (last.kind === 'output' ? last.data.length : 0),
        cols: 120,
        rows: 32,
        sizeChunk: 1,
        lastActivityMs: last.at,
        tail: Buffer.alloc(0),
        lastLine: null,
        streamSeq: Math.max(...rows.map(({ streamSeq }) => streamSeq)),
        archived: false,
        expired: false,
      },
    ]);
    this.announce(sessionId);
  }

  /** Gives up what a session's terminal showed, as a retention setting does. */
  async giveUp(sessionId: string): Promise<void> {
    await this.writer.terminals.markExpired(sessionId);
    while (await this.writer.terminals.removeChunks(sessionId, Number.MAX_SAFE_INTEGER));
    this.announce(sessionId);
  }

  savePage(page: NewPage): void {
    this.archive.addPage(page);
  }

  announce(sessionId: string): void {
    publishCore(this.broker, subjects.projectionChanged, { sessionIds: [sessionId] });
  }

  close(): Promise<void> {
    this.archive.close();
    return this.source.destroy();
  }

  private get writer(): ReadModelWriter {
    return new ReadModelWriter(this.source.manager);
  }
}

/** A session that a spec plays: it publishes chunks as a pty-host does, and projects as many of them as it wants. */
export class PlayedSession {
  readonly output: Buffer[] = [];
  readonly #rows: PtyChunkRow[] = [];
  readonly #publisher: EventPublisher;
  #projected = 0;
  #paged = 0;
  #offset = 0;

  constructor(
    broker: Broker,
    private readonly projector: SpecProjector,
    readonly id: string = A_SESSION_ID,
  ) {
    this.#publisher = new EventPublisher(broker);
  }

  get lastChunk(): number {
    return this.#rows.length;
  }

  /** What was printed, as one buffer. */
  get bytes(): Buffer {
    return Buffer.concat(this.output);
  }

  /** Publishes chunks, each with its own content, in the order that `shuffle` gives them. */
  async print(count: number, size: number, shuffle: <Item>(items: Item[]) => Item[] = (items) => items): Promise<void> {
    const rows = Array.from({ length: count }, () => this.#next(size));
    const published = shuffle(rows).map((row) => this.#publish(row));
    await Promise.all(published);
  }

  /** Brings chunks up to number `n` into the read models. */
  async project(n: number = this.lastChunk): Promise<void> {
    const rows = this.#rows.slice(this.#projected, n);
    this.#projected = Math.max(this.#projected, n);
    await this.projector.saveChunks(this.id, rows);
  }

  /** Closes a page with chunk `n`, as the archivist does: with what the terminal was then, and what was on its screen. */
  keepPage(n: number, state: Uint8Array | null, lines: readonly KeptLine[] = []): void {
    const chunks = this.#rows.slice(this.#paged, n);
    const first = chunks[0];
    if (first === undefined) throw new Error(`chunk ${n} is in a page already`);
    this.#paged = n;
    const size = { cols: 120, rows: 32 };
    this.projector.savePage({
      sessionId: this.id,
      firstChunk: first.n,
      lastChunk: n,
      offset: first.offset,
      bytes: chunks.reduce((sum, { kind, data }) => sum + (kind === 'output' ? data.length : 0), 0),
      ...size,
      chunks,
      isEnd: false,
      state: state === null ? null : { ...size, bytes: state },
      lines,
    });
  }

  #next(size: number): PtyChunkRow {
    const n = this.#rows.length + 1;
    const data = n === 1 ? Buffer.from('120x32') : Buffer.alloc(size, `chunk ${n} of ${this.id}; `);
    const row: PtyChunkRow = { sessionId: this.id, n, kind: n === 1 ? 'resize' : 'output', at: n, offset: this.#offset, streamSeq: 0, data };
    if (n > 1) {
      this.output.push(data);
      this.#offset += size;
    }
    this.#rows.push(row);
    return row;
  }

  async #publish(row: PtyChunkRow): Promise<void> {
    const { n, at, offset, kind } = row;
    const published = await publishChunk(this.#publisher, {
      sessionId: this.id,
      runnerId: A_RUNNER_ID,
      epoch: 'epoch-1',
      n,
      at,
      offset,
      kind,
      body: row.data,
    });
    row.streamSeq = published.seq;
  }

  /** Publishes a chunk once more under another message id, as a retry after the broker's dedup window would. */
  async publishAgain(n: number): Promise<void> {
    const row = this.#rows[n - 1];
    if (row === undefined) throw new Error(`there is no chunk ${n}`);
    const headers = {
      [ptyHeaders.n]: String(row.n),
      [ptyHeaders.at]: String(row.at),
      [ptyHeaders.offset]: String(row.offset),
      [ptyHeaders.kind]: row.kind,
    };
    await this.#publisher.publishRaw(subjects.pty(this.id), row.data, headers, `${this.id}:again:${n}:${Math.random()}`);
  }
}
