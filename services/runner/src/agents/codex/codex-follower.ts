import { z } from 'zod';
import type { Logger } from '@agents-fleet/platform';
import type { Fact } from '../../control/protocol.js';
import type { AgentFollower, SessionReporter } from '../agent-adapter.js';
import type { AgentReceiver } from '../agent-receiver.js';
import { GrowingFile } from '../growing-file.js';
import { UnsentFacts } from '../unsent-facts.js';
import { openRollouts } from './open-rollouts.js';
import { RolloutFiles } from './rollout-files.js';
import { readRolloutLine, type RolloutLine } from './rollout-line.js';
import { SessionThreads } from './session-threads.js';
import { codexEventsOf, type CodexEvent } from './telemetry.js';

/** Milliseconds between two looks at the rollouts: a budget is reached so much later at most. */
const LOOK_EVERY_MS = 250;
/** Telemetry that is silent for so long, in milliseconds, does not come: then open files tell which threads there are. */
const SILENT_AFTER_MS = 5_000;
/** Milliseconds between two looks at the open files of processes. */
const LOOK_AT_PROCESSES_EVERY_MS = 1_000;
/** A Codex of which so long nothing is known, in milliseconds since its start, is metered by its characters. */
const BLIND_AFTER_MS = 10_000;
/** Threads whose rollouts are looked for: more than a session has subagents, and a bound for one that makes them up. */
const MAX_THREADS = 500;

/** What is kept to follow a session again after a restart of the runner. */
export const savedCodexSchema = z.object({
  token: z.string().min(16),
  codexHome: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  resumePrefix: z.string(),
  /** Whether its telemetry comes here. */
  hasTelemetry: z.boolean(),
  /** Rollouts by thread. */
  rollouts: z.record(z.string(), z.string()),
  reportedUntil: z.record(z.string(), z.number()),
});
export type SavedCodex = z.infer<typeof savedCodexSchema>;

export interface CodexFollowerParts {
  sessionId: string;
  saved: SavedCodex;
  reporter: SessionReporter;
  receiver: AgentReceiver;
  logger: Logger;
}

/** Follows one Codex: takes its telemetry, reads its rollouts, and reports what both tell. */
export class CodexFollower implements AgentFollower {
  readonly #parts: CodexFollowerParts;
  readonly #files: RolloutFiles;
  readonly #threads: SessionThreads;
  readonly #open = new Map<string, GrowingFile>();
  /** Threads that telemetry tells of, without a rollout so far. */
  readonly #unseen = new Set<string>();
  /** Files of which the log has been told. */
  readonly #unreadable = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  readonly #unsent: UnsentFacts;
  #heardAt = performance.now();
  #lookedAtProcesses = 0;
  readonly #followedSince = performance.now();
  #blind = false;
  #ended = false;

  constructor(parts: CodexFollowerParts) {
    const { sessionId, saved, receiver } = parts;
    this.#parts = parts;
    this.#unsent = new UnsentFacts(parts.reporter, parts.logger, sessionId);
    this.#files = new RolloutFiles(saved.codexHome);
    this.#threads = new SessionThreads({
      sessionId,
      startedAt: saved.startedAt,
      reportedUntil: saved.reportedUntil,
      hasTelemetry: saved.hasTelemetry,
      resumeCommand: (threadId) => `${saved.resumePrefix} resume ${threadId}`,
    });
    for (const [threadId, path] of Object.entries(saved.rollouts)) this.#open.set(threadId, new GrowingFile(path));
    receiver.register(saved.token, (path, body) => {
      if (path === 'v1/logs') this.#hear(codexEventsOf(body));
      return {};
    });
    this.#timer = setInterval(() => {
      void this.#look();
    }, LOOK_EVERY_MS).unref();
  }

  get saved(): SavedCodex {
    return {
      ...this.#parts.saved,
      rollouts: Object.fromEntries([...this.#open].map(([threadId, { path }]) => [threadId, path])),
      reportedUntil: this.#threads.reportedUntil,
    };
  }

  async settle(): Promise<void> {
    clearInterval(this.#timer);
    await this.#look();
    this.#ended = true;
    await this.#unsent.report(this.#threads.settle());
  }

  async close(): Promise<void> {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#parts.receiver.unregister(this.#parts.saved.token);
    await this.#unsent.settled();
  }

  #hear(events: readonly CodexEvent[]): void {
    if (events.length > 0) this.#heardAt = performance.now();
    const facts: Fact[] = [];
    for (const event of events) {
      const { conversationId } = event;
      if (!this.#open.has(conversationId) && this.#threads.follows(conversationId)) this.#discover(conversationId);
      facts.push(...this.#threads.hear(event, this.#open.has(conversationId)));
    }
    this.#unsent.see(facts);
    void this.#look();
  }

  /** Looks for the rollout of a thread, unless there are too many. At the first time everywhere: the thread may be an old one that is resumed. */
  #discover(threadId: string): void {
    if (this.#open.size + this.#unseen.size >= MAX_THREADS && !this.#unseen.has(threadId)) return;
    const path = this.#unseen.has(threadId) ? this.#files.findNew(threadId) : this.#files.find(threadId);
    if (path === null) this.#unseen.add(threadId);
    else this.#follow(threadId, path);
  }

  #follow(threadId: string, path: string): void {
    if (this.#open.has(threadId) || !this.#threads.follows(threadId)) return;
    this.#unseen.delete(threadId);
    this.#open.set(threadId, new GrowingFile(path));
    this.#parts.reporter.save();
  }

  /** Reads what is new in the rollouts, and reports it. Never rejects: what can't be read now is tried again. */
  async #look(): Promise<void> {
    if (this.#ended) return;
    for (const threadId of [...this.#unseen]) {
      if (this.#threads.follows(threadId)) this.#discover(threadId);
      else this.#unseen.delete(threadId);
    }
    if (performance.now() - this.#heardAt > SILENT_AFTER_MS) this.#lookAtProcesses();
    for (const [threadId, file] of [...this.#open]) {
      const lines = await this.#linesOf(file);
      this.#unsent.see(this.#threads.read(threadId, lines));
    }
    this.#unsent.see(this.#threads.underWay());
    this.#tellWhetherBlind();
  }

  async #linesOf(file: GrowingFile): Promise<RolloutLine[]> {
    const lines: RolloutLine[] = [];
    try {
      await file.readNew((text) => {
        const line = readRolloutLine(text);
        if (line !== null) lines.push(line);
      });
      this.#unreadable.delete(file.path);
    } catch (error) {
      if (!this.#unreadable.has(file.path)) this.#parts.logger.warn({ sessionId: this.#parts.sessionId, error: String(error) }, 'a rollout can not be read');
      this.#unreadable.add(file.path);
    }
    return lines;
  }

  #lookAtProcesses(): void {
    if (performance.now() - this.#lookedAtProcesses < LOOK_AT_PROCESSES_EVERY_MS) return;
    this.#lookedAtProcesses = performance.now();
    for (const [threadId, path] of openRollouts(this.#parts.sessionId)) this.#follow(threadId, path);
  }

  #tellWhetherBlind(): void {
    const knows = this.#open.size > 0 || this.#unseen.size > 0 || this.#heardAt > this.#followedSince;
    const blind = !knows && performance.now() - this.#followedSince > BLIND_AFTER_MS;
    if (blind === this.#blind) return;
    this.#blind = blind;
    if (blind) this.#parts.logger.warn({ sessionId: this.#parts.sessionId }, 'nothing is known of this Codex: neither telemetry nor a rollout');
    this.#unsent.see([{ kind: 'blind', blind }]);
  }
}
