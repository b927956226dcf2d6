import { messageOf } from '@agents-fleet/event-log';
import type { ArchiveWriter, RecordReader } from '@agents-fleet/read-models';
import { archiveSession } from './archive-session.js';
import { whatIsDue, type Due, type Job, type RecordProgress, type Retention } from './due.js';
import { lookAtFlow, type OutputFlow } from './output-flow.js';
import { PageMaker } from './page-maker.js';
import type { ReadPage } from './read-page.js';

/** What the archivist asks of the projector, which writes the read models and talks to the broker. */
export interface ArchivistPort {
  /**
   * Marks a terminal as archived up to a chunk, and removes its chunks from the read models. Resolves when they are gone,
   * or when the record has gone on and has to be archived again.
   */
  release(sessionId: string, lastChunk: number): Promise<void>;
  /** Purges a session's chunks from the stream, up to and with a seq. They hold so many bytes each on average. */
  purge(sessionId: string, streamSeq: number, bytesPerChunk: number): Promise<void>;
  /** Says in the read models that a terminal is no longer kept. */
  expired(sessionId: string): Promise<void>;
}

export interface ArchivistOptions {
  readonly record: RecordReader;
  readonly archive: ArchiveWriter;
  readonly readPage: ReadPage;
  readonly retention: Retention;
  /** What an earlier run could not do. */
  readonly failures: readonly Failure[];
  readonly port: ArchivistPort;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Called between pieces of work, with how long the last one took, in milliseconds: others get their turn. */
  pause(workedMs: number): Promise<void>;
  /** Resolves after so many milliseconds, or at the end. */
  rest(ms: number): Promise<void>;
}

/** What came of some work. */
export interface WorkDone {
  /** Whether there was anything to do. */
  readonly worked: boolean;
  /** When there is more to do though nothing changes, in milliseconds since the epoch; `null` when there isn't. */
  readonly nextAt: number | null;
}

/** A job that could not be done, and when it is tried again (milliseconds since the epoch). */
export interface Failure {
  /** The job's kind and session. */
  readonly key: string;
  readonly count: number;
  readonly retryAt: number;
  readonly why: string;
}

/** How the archivist fares, for an operator. */
export interface ArchivistStatus {
  /** What it did last, in words; `null` before the first. */
  readonly last: string | null;
  /** What could not be done, the newest last; it is tried again. */
  readonly failures: readonly Failure[];
}

/** After this much work the plan is made anew, in milliseconds. */
const PLAN_FOR_MS = 1_000;
/** A job that failed is tried again after this, then after twice as long, and so on up to the longest, in milliseconds. */
const RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** Of the time in which output floods, this part is rest: the record of it is for later. */
const FLOOD_REST_SHARE = 0.95;
/** So long takes a page, in milliseconds, for who doesn't know yet. */
const PAGE_MS = 250;
/** Between two looks whether the flood is over, in milliseconds. */
const FLOOD_LOOK_MS = 1_000;

/** Takes terminals into the archive, a job at a time. */
export class Archivist {
  readonly #options: ArchivistOptions;
  readonly #pages: PageMaker;
  readonly #failures: Map<string, Failure>;
  #last: string | null = null;
  #settled = false;
  #flow: OutputFlow | null = null;

  constructor(options: ArchivistOptions) {
    this.#options = options;
    this.#failures = new Map(options.failures.map((failure) => [failure.key, failure]));
    this.#pages = new PageMaker(options.record, options.archive, options.readPage);
  }

  get status(): ArchivistStatus {
    return { last: this.#last, failures: [...this.#failures.values()] };
  }

  /**
   * Does what is due, for about a second.
   * @param onFailure told once of a job that fails, and not again before it has succeeded
   */
  async work(onFailure: (job: Job, why: string) => void): Promise<WorkDone> {
    if (!this.#settled) await this.#settle();
    if (this.#flow === null) await this.#watchFlow();
    const beganAt = this.#options.now();
    const { jobs, nextAt } = this.#plan();
    const waiting = jobs.filter((job) => this.#retryAt(job) > beganAt);
    const ready = jobs.filter((job) => !waiting.includes(job));
    for (const job of ready) {
      const jobAt = this.#options.now();
      await this.#try(job, onFailure);
      const now = this.#options.now();
      await this.#giveWay(now - jobAt);
      if (now - beganAt > PLAN_FOR_MS) break;
    }
    const times = [nextAt ?? Infinity, ...waiting.map((job) => this.#retryAt(job))];
    const soonest = times.reduce((one, other) => Math.min(one, other));
    return { worked: ready.length > 0, nextAt: soonest === Infinity ? null : soonest };
  }

  /** What an earlier life may have left half done, behind a commit of the archive. */
  async #settle(): Promise<void> {
    const { record, archive, port } = this.#options;
    const expired = archive.sessionIds({ expiredOnly: true });
    for (const sessionId of record.archived()) {
      if (expired.has(sessionId)) await port.expired(sessionId);
      const archived = record.hasChunks(sessionId) ? archive.archivedSession(sessionId) : null;
      if (archived !== null) await port.release(sessionId, archived.lastChunk);
    }
    this.#settled = true;
  }

  /** The first look can't know what flows: who starts in the middle of a flood would work through it. */
  async #watchFlow(): Promise<void> {
    const { record, now, rest } = this.#options;
    this.#flow = lookAtFlow(null, record.open(), now());
    await rest(FLOOD_LOOK_MS);
  }

  #plan(): Due {
    const { record, archive, retention, now } = this.#options;
    const all = record.open();
    this.#flow = lookAtFlow(this.#flow, all, now());
    const records = all.map((open): RecordProgress => {
      const page = archive.lastPage(open.sessionId);
      return {
        ...open,
        pagedChunk: page?.lastChunk ?? 0,
        pagedBytes: page === null ? 0 : page.offset + page.bytes,
        text: archive.provisionalText(open.sessionId),
        archived: archive.archivedSession(open.sessionId),
      };
    });
    return whatIsDue(records, archive.archivedSessions(), retention, { now: now(), restingSince: this.#flow.restingSince });
  }

  /** Lets others have their turn after a piece of work, and a longer one while output floods. */
  async #giveWay(workedMs: number): Promise<void> {
    await this.#options.pause(workedMs);
    await this.#letFloodPass(workedMs);
  }

  /** Waits for the end of a flood, if there is one, or until what is to be done, or was, is the smaller part of the time. */
  async #letFloodPass(workMs: number): Promise<void> {
    const { record, now, rest } = this.#options;
    let looks = Math.ceil((workMs * FLOOD_REST_SHARE) / (1 - FLOOD_REST_SHARE) / FLOOD_LOOK_MS);
    for (; looks > 0 && this.#flow?.isFlood === true; looks--) {
      await rest(FLOOD_LOOK_MS);
      this.#flow = lookAtFlow(this.#flow, record.open(), now());
    }
  }

  #retryAt(job: Job): number {
    return this.#failures.get(keyOf(job))?.retryAt ?? 0;
  }

  async #try(job: Job, onFailure: (job: Job, why: string) => void): Promise<void> {
    const key = keyOf(job);
    const before = this.#failures.get(key)?.count ?? 0;
    // Behind the others, if it fails again.
    this.#failures.delete(key);
    try {
      await this.#do(job);
      this.#last = `${job.kind} of ${job.sessionId} at ${new Date(this.#options.now()).toISOString()}`;
    } catch (error) {
      const why = `${job.kind} of ${job.sessionId}: ${messageOf(error)}`;
      const retryAt = this.#options.now() + Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** before);
      this.#failures.set(key, { key, count: before + 1, retryAt, why });
      if (before === 0) onFailure(job, why);
    }
  }

  async #do({ kind, sessionId }: Job): Promise<void> {
    const { record, archive, port, now } = this.#options;
    const lastChunk = record.terminal(sessionId)?.lastChunk ?? 0;
    switch (kind) {
      case 'page':
        await this.#letFloodPass(PAGE_MS);
        return this.#pages.closePage(sessionId, lastChunk);
      case 'text':
        await this.#letFloodPass(archive.provisionalText(sessionId)?.costMs ?? PAGE_MS);
        return this.#pages.readOpenPart(sessionId, lastChunk, now);
      case 'archive':
        await this.#letFloodPass(PAGE_MS);
        await archiveSession(sessionId, { record, archive, pages: this.#pages }, { now, pause: (workedMs) => this.#giveWay(workedMs) });
        return this.#reclaim();
      case 'release':
        return port.release(sessionId, archive.archivedSession(sessionId)?.lastChunk ?? 0);
      case 'purge': {
        const terminal = archive.terminal(sessionId);
        if (terminal !== null) await port.purge(sessionId, terminal.streamSeq, terminal.bytes / Math.max(1, terminal.lastChunk));
        archive.purged(sessionId, now());
        return;
      }
      case 'expire':
        archive.expire(sessionId, now(), 'retention');
        await port.expired(sessionId);
        return this.#reclaim();
    }
  }

  /** Gives what replaced and expired rows leave free back to the file system. */
  async #reclaim(): Promise<void> {
    while (this.#options.archive.reclaim()) await this.#options.pause(0);
  }
}

function keyOf({ kind, sessionId }: Job): string {
  return `${kind}:${sessionId}`;
}
