import { estimateTokens } from '@agents-fleet/domain';
import type { CodexEvent } from './telemetry.js';
import type { ThreadRequest } from './thread-request.js';
import { tokensOf, type CodexUsage } from './token-usage.js';

/** What telemetry says of a thread that is under way. Immutable. */
export interface TelemetryThread {
  /** When the request began that has no end yet; `null` when there is none. */
  readonly askedAt: string | null;
  /** Pieces of its answer. */
  readonly deltas: number;
  readonly lastUsage: CodexUsage | null;
  readonly model: string | null;
}

export const NEW_TELEMETRY_THREAD: TelemetryThread = { askedAt: null, deltas: 0, lastUsage: null, model: null };

/**
 * Tokens of the prompt by which Codex asks for a title, or does other small work of its own: 20,000 characters with its
 * instructions. Only needed when the first such request is interrupted.
 */
const SMALL_PROMPT_TOKENS = estimateTokens(20_000);

/** The thread after an event, and the request that the event tells the end of. Pure. */
export function evolveTelemetry(thread: TelemetryThread, event: CodexEvent): { thread: TelemetryThread; request: ThreadRequest | null } {
  const known = { ...thread, model: event.model ?? thread.model };
  switch (event.what.kind) {
    case 'request':
      return { thread: event.what.accepted ? { ...known, askedAt: event.at, deltas: 0 } : known, request: null };
    case 'delta':
      return { thread: { ...known, deltas: thread.deltas + 1 }, request: null };
    case 'completed':
      return {
        thread: { ...known, askedAt: null, deltas: 0, lastUsage: event.what.usage },
        request: {
          requestId: requestIdOf(event.conversationId, thread.askedAt ?? event.at),
          isPartial: false, model: known.model, serviceTier: null, tokens: tokensOf(event.what.usage),
        },
      };
    default:
      return { thread: known, request: null };
  }
}

/** The request that has no end, reckoned by the one before it; `null` when there is none. */
export function unfinishedRequest(conversationId: string, { askedAt, deltas, lastUsage, model }: TelemetryThread): ThreadRequest | null {
  if (askedAt === null) return null;
  const input = lastUsage === null ? SMALL_PROMPT_TOKENS : lastUsage.input_tokens + lastUsage.output_tokens;
  return {
    requestId: requestIdOf(conversationId, askedAt),
    isPartial: true, model, serviceTier: null,
    tokens: { input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: deltas },
  };
}

function requestIdOf(conversationId: string, at: string): string {
  return `codex:${conversationId}:${at}`;
}
