import { z } from 'zod';
import { agentSessionIdSchema } from '../../control/agent-session-id.js';
import { eventsOf, type OtlpEvent } from '../otlp.js';
import type { CodexUsage } from './token-usage.js';

/** What Codex's telemetry tells of a conversation, which is what its rollouts call a thread. */
export interface CodexEvent {
  readonly conversationId: string;
  /** When it happened, as Codex wrote it: ISO 8601. With the conversation it names a response, which has no id here. */
  readonly at: string;
  readonly model: string | null;
  readonly what:
    /** A request was answered, or refused. */
    | { readonly kind: 'request'; readonly accepted: boolean }
    /** A piece of an answer: about a token. */
    | { readonly kind: 'delta' }
    | { readonly kind: 'completed'; readonly usage: CodexUsage }
    /** A tool call was allowed or refused. */
    | { readonly kind: 'decided'; readonly callId: string }
    | { readonly kind: 'other' };
}

const commonSchema = z.object({ 'conversation.id': agentSessionIdSchema, 'event.timestamp': z.string().min(1), model: z.string().optional() });
/** Counts are strings in some versions and numbers in others. */
const count = z.coerce.number().int().min(0);
const countsSchema = z.object({
  input_token_count: count,
  output_token_count: count,
  cached_token_count: count.default(0),
  cache_write_token_count: count.default(0),
});

/** The events of a `POST /v1/logs` of Codex, in order. @throws ZodError for what is no OTLP */
export function codexEventsOf(body: unknown): CodexEvent[] {
  return eventsOf(body).flatMap((event) => {
    const common = commonSchema.safeParse(event.attributes);
    if (!common.success) return [];
    const { 'conversation.id': conversationId, 'event.timestamp': at, model } = common.data;
    return [{ conversationId, at, model: model ?? null, what: whatOf(event) }];
  });
}

function whatOf({ name, attributes }: OtlpEvent): CodexEvent['what'] {
  switch (name) {
    case 'codex.api_request':
      return { kind: 'request', accepted: Number(attributes['http.response.status_code']) === 200 };
    case 'codex.tool_decision':
      return { kind: 'decided', callId: String(attributes['call_id']) };
    case 'codex.sse_event':
      return ofStream(String(attributes['event.kind']), attributes);
    default:
      return { kind: 'other' };
  }
}

function ofStream(kind: string, attributes: OtlpEvent['attributes']): CodexEvent['what'] {
  if (kind.endsWith('.delta')) return { kind: 'delta' };
  // Two events tell of the end of a response; one of them has the counts.
  const counts = kind === 'response.completed' ? countsSchema.safeParse(attributes) : null;
  if (counts?.success !== true) return { kind: 'other' };
  const { input_token_count, output_token_count, cached_token_count, cache_write_token_count } = counts.data;
  return {
    kind: 'completed',
    usage: {
      input_tokens: input_token_count,
      output_tokens: output_token_count,
      cached_input_tokens: cached_token_count,
      cache_write_input_tokens: cache_write_token_count,
    },
  };
}
