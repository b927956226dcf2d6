import type { UsageRecord } from '@agents-fleet/contracts';
import { totalTokens } from '@agents-fleet/domain';
import { MeteredSums } from './metered-sums.js';
import type { MeteredIncrease } from './claude-telemetry.js';
import type { TranscriptLine } from './claude-transcript.js';

/**
 * How long a transcript's view of a finished request is kept back, in milliseconds: its event comes within half a second,
 * and two records of one request would only be twice the work for everybody.
 */
const EVENT_WITHIN_MS = 2_000;
/** A response without an end is taken for broken off after so long, in milliseconds. */
const BROKEN_OFF_AFTER_MS = 700;

type UsageLine = Extract<TranscriptLine, { kind: 'usage' }>;

interface Waiting {
  record: UsageRecord;
  since: number;
}

/**
 * Brings together what the sources of one session tell of its requests: events of finished ones, transcripts of all, and
 * the sums of the metrics, which alone hold Claude's own count of a response that was broken off. Says what is to be
 * reported, each request once if it can be. No I/O; `now` is in milliseconds of any steady clock.
 */
export class ClaudeUsage {
  readonly #sessionId: string;
  /** Best view of each request that was reported or is about to be, by request. */
  readonly #known = new Map<string, UsageRecord>();
  readonly #waiting = new Map<string, Waiting>();
  /** Requests whose broken-off response has Claude's own count. */
  readonly #counted = new Set<string>();
  readonly #requestOfMessage = new Map<string, string>();
  readonly #requestOfTool = new Map<string, string>();
  readonly #sums: MeteredSums;
  #hasTelemetry = false;
  #extra = 0;
  #newest: UsageRecord | null = null;
  #newestAt = Number.NEGATIVE_INFINITY;

  /** @param complete whether the metrics were heard from the session's start on: else what they don't tell means nothing */
  constructor(sessionId: string, { complete }: { complete: boolean }) {
    this.#sessionId = sessionId;
    this.#sums = new MeteredSums(complete);
  }

  /** The newest request whose usage is known: what the next one will be like. */
  get newest(): UsageRecord | null {
    return this.#newest;
  }

  /** When the newest request was answered, in ms since the epoch, by what its source says. */
  get newestAt(): number {
    return this.#newestAt;
  }

  /**
   * @param answeredAt when the newest of them was answered, in ms since the epoch
   * @returns what is to be reported now
   */
  sawEvents(records: readonly UsageRecord[], answeredAt: number): UsageRecord[] {
    if (records.length > 0) this.#hasTelemetry = true;
    this.#newestAt = Math.max(this.#newestAt, answeredAt);
    return records.flatMap((record) => {
      const { requestId } = record;
      if (requestId === null || this.#known.get(requestId)?.source === record.source) return [];
      this.#waiting.delete(requestId);
      return [this.#tell(record)];
    });
  }

  sawMetrics(increases: readonly MeteredIncrease[]): void {
    this.#sums.add(increases);
  }

  sawLine(line: UsageLine, now: number): void {
    // With telemetry, a request without a name is known by its event already.
    if (line.requestId === null && this.#hasTelemetry) return;
    const { record } = line;
    const requestId = record.requestId ?? line.messageId;
    const first = this.#requestOfMessage.get(line.messageId);
    // A sidechain repeats messages of its parent, under request ids of its own.
    if (first !== undefined && first !== requestId) return;
    this.#requestOfMessage.set(line.messageId, requestId);
    for (const id of line.toolUseIds) this.#requestOfTool.set(id, requestId);
    this.#newestAt = Math.max(this.#newestAt, line.at);
    this.#newest = record;
    const known = this.#waiting.get(requestId)?.record ?? this.#known.get(requestId);
    if (known !== undefined && !isBetter(record, known)) return;
    this.#waiting.set(requestId, { record, since: this.#waiting.get(requestId)?.since ?? now });
  }

  /** Whether the usage of the response that asked for a tool is known. */
  knowsTool(toolUseId: string): boolean {
    const requestId = this.#requestOfTool.get(toolUseId);
    return requestId !== undefined && (this.#known.has(requestId) || this.#waiting.has(requestId));
  }

  /** What the response that asked for a tool used, if it is not reported yet: at once, because more is about to be spent. */
  takeOfTool(toolUseId: string): UsageRecord[] {
    const requestId = this.#requestOfTool.get(toolUseId);
    const waiting = requestId === undefined ? undefined : this.#waiting.get(requestId);
    return waiting === undefined ? [] : [this.#tell(waiting.record)];
  }

  /** What has waited long enough. @param all whatever it has waited, because nothing more will come */
  take(now: number, { all = false } = {}): UsageRecord[] {
    const due = [...this.#waiting.values()].filter(({ record, since }) => {
      const wait = record.partial ? BROKEN_OFF_AFTER_MS : this.#hasTelemetry ? EVENT_WITHIN_MS : 0;
      return all || now - since >= wait;
    });
    return [...due.map(({ record }) => this.#tell(record)), ...this.#countBrokenOff(), ...(all ? this.#takeRest() : [])];
  }

  /** A request of which nothing is known but that it was made. @param name tells it from others */
  unseen(name: string, outputTokens: number): UsageRecord | null {
    if (this.#newest === null) return null;
    const tokens = { ...this.#newest.tokens, output: outputTokens };
    return this.#tell(this.#own(`unseen:${name}`, { ...this.#newest, source: 'estimate', tokens, reportedCostNanoUsd: null }));
  }

  /** Broken-off responses with Claude's own count of their output, where the metrics tell it for sure. */
  #countBrokenOff(): UsageRecord[] {
    const open = [...this.#known.values()].filter(({ partial, requestId, source }) => partial && source === 'transcript' && !this.#counted.has(requestId ?? ''));
    if (open.length === 0) return [];
    return this.#sums.shareOut(open, this.#finished()).map(({ record, output, costNanoUsd }) => {
      this.#counted.add(record.requestId ?? '');
      const usageId = `${this.#sessionId}:metrics:${record.requestId}`.slice(0, 150);
      return this.#tell({ ...record, usageId, source: 'otel', tokens: { ...record.tokens, output }, reportedCostNanoUsd: costNanoUsd });
    });
  }

  /** What only the metrics know of: a response that was broken off before it left a line. */
  #takeRest(): UsageRecord[] {
    return this.#sums.rest([...this.#known.values()]).map(({ agentSessionId, model, tokens, costNanoUsd }) =>
      this.#tell(
        this.#own(`rest:${++this.#extra}`, { source: 'otel', agentSessionId, model, serviceTier: null, tokens, reportedCostNanoUsd: costNanoUsd }),
      ),
    );
  }

  #finished(): UsageRecord[] {
    return [...this.#known.values()].filter(({ partial, requestId }) => !partial || this.#counted.has(requestId ?? ''));
  }

  #own(name: string, record: Pick<UsageRecord, 'source' | 'agentSessionId' | 'model' | 'serviceTier' | 'tokens' | 'reportedCostNanoUsd'>): UsageRecord {
    const requestId = `${this.#sessionId}:${name}`.slice(0, 150);
    const { source, agentSessionId, model, serviceTier, tokens, reportedCostNanoUsd } = record;
    return { usageId: requestId, requestId, partial: true, source, agentSessionId, model, serviceTier, tokens, reportedCostNanoUsd };
  }

  #tell(record: UsageRecord): UsageRecord {
    if (record.requestId !== null) {
      this.#known.set(record.requestId, record);
      this.#waiting.delete(record.requestId);
    }
    if (record.source !== 'estimate') this.#newest = record;
    return record;
  }
}

/** A finished response before one that was broken off, an event before a line, then more tokens. */
function isBetter(a: UsageRecord, b: UsageRecord): boolean {
  if (a.partial !== b.partial) return b.partial;
  if (a.source !== b.source) return false;
  return totalTokens(a.tokens) > totalTokens(b.tokens);
}
