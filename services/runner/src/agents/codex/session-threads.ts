import type { Activity } from '@agents-fleet/contracts';
import type { Fact } from '../../control/protocol.js';
import { usageFact } from '../usage-fact.js';
import type { RolloutLine } from './rollout-line.js';
import { evolveThread, NEW_THREAD, type RolloutThread } from './rollout-thread.js';
import { sessionActivity } from './session-activity.js';
import type { CodexEvent } from './telemetry.js';
import { evolveTelemetry, NEW_TELEMETRY_THREAD, unfinishedRequest, type TelemetryThread } from './telemetry-thread.js';
import { interruptedRequest, type ThreadRequest } from './thread-request.js';

export interface SessionThreadsOptions {
  sessionId: string;
  /**
   * Milliseconds since 1970. Lines from before are history: of a thread that the session resumes, or copied from one
   * that it forks.
   */
  startedAt: number;
  /** By thread, the time of the newest line that was reported before. */
  reportedUntil: Readonly<Record<string, number>>;
  /** Whether telemetry tells of answers under way; without it, what is printed counts as theirs. */
  hasTelemetry: boolean;
  /** What a person types to take a thread up again. */
  resumeCommand: (threadId: string) => string;
}

/**
 * Joins what rollouts and telemetry tell of one session's threads into facts. A thread with a rollout is metered by it,
 * request by request; one without (Codex asks for a title in such a thread) by telemetry. No thread is metered by both
 * (decision 20). It does no I/O: whoever feeds it knows where lines and events come from.
 */
export class SessionThreads {
  readonly #options: SessionThreadsOptions;
  readonly #rollouts = new Map<string, RolloutThread>();
  readonly #telemetry = new Map<string, TelemetryThread>();
  /** Metered by telemetry: for good, so that nothing counts twice when a rollout should come later. */
  readonly #onlyTelemetry = new Set<string>();
  readonly #readUntil: Map<string, number>;
  /** Calls that the person, or a rule of theirs, has decided on. */
  readonly #decided = new Set<string>();
  /** By thread, its newest request that was interrupted, and when it can have begun at the earliest. */
  readonly #interrupted = new Map<string, { request: ThreadRequest; since: number }>();
  /** By request that has no end, the output that was reported. */
  readonly #reckoned = new Map<string, number>();
  #activity: Activity | null = null;
  #asking = false;
  #main: string | null = null;

  constructor(options: SessionThreadsOptions) {
    this.#options = options;
    this.#readUntil = new Map(Object.entries(options.reportedUntil));
  }

  /** By thread, the time of the newest line that was read. */
  get reportedUntil(): Record<string, number> {
    return Object.fromEntries(this.#readUntil);
  }

  /** Whether the thread's rollout is to be read. */
  follows(threadId: string): boolean {
    return !this.#onlyTelemetry.has(threadId);
  }

  /** New lines of a thread's rollout, in their order. */
  read(threadId: string, lines: readonly RolloutLine[]): Fact[] {
    const facts = lines.flatMap((line) => this.#readLine(threadId, line));
    return [...facts, ...this.#becomeMain(threadId), ...this.#activityChange(), ...this.#askingChange()];
  }

  /** An event of telemetry. @param hasRollout whether the thread has one, as far as the disk tells now */
  hear(event: CodexEvent, hasRollout: boolean): Fact[] {
    const { conversationId, what } = event;
    if (what.kind === 'decided') this.#decided.add(what.callId);
    const { thread, request } = evolveTelemetry(this.#telemetry.get(conversationId) ?? NEW_TELEMETRY_THREAD, event);
    this.#telemetry.set(conversationId, thread);
    if (request !== null && !hasRollout) this.#onlyTelemetry.add(conversationId);
    const usage = request !== null && this.#onlyTelemetry.has(conversationId) ? [this.#usage(conversationId, request, 'otel')] : [];
    return [...usage, ...this.#activityChange()];
  }

  /** What has no end yet, or had none: reckoned as far as it has come, so that a budget is not blind for a long answer. */
  underWay(): Fact[] {
    const running = [...this.#rollouts].flatMap(([threadId, thread]) => {
      const since = this.#isLive(thread) ? thread.turn?.asksSince : undefined;
      const request = since === undefined ? null : interruptedRequest(thread, 'running');
      return request === null || since === undefined ? [] : [{ threadId, request, since }];
    });
    const interrupted = [...this.#interrupted].map(([threadId, known]) => ({ threadId, ...known }));
    return [...running, ...interrupted].flatMap(({ threadId, request, since }) => {
      const output = this.#deltasSince(threadId, since);
      return output > (this.#reckoned.get(request.requestId) ?? 0) ? [this.#reckon(threadId, request, output, 'rollout')] : [];
    });
  }

  /** Codex has exited: what was under way came to no end. */
  settle(): Fact[] {
    const ofRollouts = [...this.#rollouts].flatMap(([threadId, thread]) => {
      const request = this.#isLive(thread) ? interruptedRequest(thread, 'running') : null;
      return request === null ? [] : [this.#reckon(threadId, request, this.#deltasSince(threadId, thread.turn?.asksSince ?? 0), 'rollout')];
    });
    const ofTelemetry = [...this.#telemetry].flatMap(([threadId, thread]) => {
      const request = this.#rollouts.has(threadId) ? null : unfinishedRequest(threadId, thread);
      return request === null ? [] : [this.#reckon(threadId, request, thread.deltas, 'otel')];
    });
    return [...ofRollouts, ...this.underWay(), ...ofTelemetry];
  }

  #readLine(threadId: string, line: RolloutLine): Fact[] {
    const before = this.#rollouts.get(threadId) ?? NEW_THREAD;
    const { thread, request, context } = evolveThread(before, line);
    this.#rollouts.set(threadId, thread);
    if (line.at < this.#options.startedAt) return [];
    if (thread.turn !== null && before.turn === null) this.#interrupted.delete(threadId);
    const facts: Fact[] = [];
    // Several lines have the same time: rather tell of one again, which counts once, than of none.
    if (request !== null && line.at >= (this.#options.reportedUntil[threadId] ?? Number.NEGATIVE_INFINITY)) {
      facts.push(this.#ended(threadId, before, request));
    }
    this.#readUntil.set(threadId, Math.max(line.at, this.#readUntil.get(threadId) ?? 0));
    if (context !== null && thread.isMain) facts.push({ kind: 'context', agentSessionId: threadId, model: thread.model, ...context });
    return facts;
  }

  #ended(threadId: string, before: RolloutThread, request: ThreadRequest): Fact {
    if (!request.isPartial) return this.#usage(threadId, request, 'rollout');
    // Telemetry comes up to a second later: `underWay` tells when it knows more of the answer.
    const since = before.turn?.asksSince ?? 0;
    this.#interrupted.set(threadId, { request, since });
    return this.#reckon(threadId, request, this.#deltasSince(threadId, since), 'rollout');
  }

  /** The conversation that Resume takes up: a person's own, with a turn; the newest in which something happened. */
  #becomeMain(threadId: string): Fact[] {
    const thread = this.#rollouts.get(threadId);
    if (thread?.isMain !== true || (thread.turn === null && thread.lastEnd === null) || this.#main === threadId) return [];
    if (this.#main !== null && !this.#readUntil.has(threadId)) return [];
    this.#main = threadId;
    return [{ kind: 'resumable', agentSessionId: threadId, command: this.#options.resumeCommand(threadId) }];
  }

  #activityChange(): Fact[] {
    const live = [...this.#rollouts.values()].filter((thread) => this.#isLive(thread));
    const main = this.#main !== null && this.#readUntil.has(this.#main) ? (this.#rollouts.get(this.#main) ?? null) : null;
    const activity = sessionActivity(live, main, this.#decided);
    if (activity === this.#activity) return [];
    this.#activity = activity;
    return [{ kind: 'activity', activity }];
  }

  #askingChange(): Fact[] {
    if (this.#options.hasTelemetry) return [];
    const asking = [...this.#rollouts.values()].some((thread) => this.#isLive(thread) && interruptedRequest(thread, 'running') !== null);
    if (asking === this.#asking) return [];
    this.#asking = asking;
    return [{ kind: 'asking', asking }];
  }

  /** Whether a turn of this session is going on. One that an earlier Codex left open was killed with it. */
  #isLive({ turn }: RolloutThread): boolean {
    return turn !== null && turn.since >= this.#options.startedAt;
  }

  /** Pieces of an answer that began after a moment, as far as telemetry has told. */
  #deltasSince(threadId: string, since: number): number {
    const { askedAt, deltas } = this.#telemetry.get(threadId) ?? NEW_TELEMETRY_THREAD;
    return askedAt !== null && Date.parse(askedAt) >= since ? deltas : 0;
  }

  #reckon(threadId: string, request: ThreadRequest, output: number, source: 'rollout' | 'otel'): Fact {
    this.#reckoned.set(request.requestId, output);
    return this.#usage(threadId, { ...request, tokens: { ...request.tokens, output } }, source);
  }

  #usage(threadId: string, request: ThreadRequest, source: 'rollout' | 'otel'): Fact {
    return usageFact({ sessionId: this.#options.sessionId, agentSessionId: threadId, source, ...request });
  }
}
