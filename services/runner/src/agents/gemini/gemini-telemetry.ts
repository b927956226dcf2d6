import { z } from 'zod';
import type { TokenClasses } from '@agents-fleet/contracts';
import { agentSessionIdSchema } from '../../control/agent-session-id.js';
import { eventsOf } from '../otlp.js';

/** What Gemini CLI's telemetry tells of a model request. */
export interface GeminiEvent {
  /** The conversation. */
  readonly sessionId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly model: string;
  /** The turn that the request is part of, and what it is for: `main`, or small work of Gemini's own (`utility_router`, …). */
  readonly promptId: string;
  readonly role: string;
  /** `null` when the request begins; 0 tokens when it failed. */
  readonly answer: { readonly failed: boolean; readonly tokens: TokenClasses } | null;
}

const count = z.coerce.number().int().min(0).default(0);
const commonSchema = z.object({
  'session.id': agentSessionIdSchema,
  'event.timestamp': z.string().min(1),
  model: z.string().min(1),
  prompt_id: z.string().default(''),
  role: z.string().default(''),
});
const countsSchema = z.object({
  input_token_count: count,
  output_token_count: count,
  cached_content_token_count: count,
  thoughts_token_count: count,
  tool_token_count: count,
});

const NO_ANSWER = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0 };

/** The model requests of a `POST /v1/logs` of Gemini CLI, in order. @throws ZodError for what is no OTLP */
export function geminiEventsOf(body: unknown): GeminiEvent[] {
  return eventsOf(body).flatMap(({ attributes }) => {
    const kind = /^gemini_cli\.api_(request|response|error)$/.exec(String(attributes['event.name']))?.[1];
    const common = commonSchema.safeParse(attributes);
    if (kind === undefined || !common.success) return [];
    const { 'session.id': sessionId, 'event.timestamp': at, model, prompt_id: promptId, role } = common.data;
    const answer = kind === 'request' ? null : kind === 'error' ? { failed: true, tokens: NO_ANSWER } : { failed: false, tokens: tokensOf(attributes) };
    return [{ sessionId, at, model, promptId, role, answer }];
  });
}

/** Gemini's input includes what came from the cache; results of its own tools and thoughts are counted apart. */
function tokensOf(attributes: unknown): TokenClasses {
  const counts = countsSchema.parse(attributes);
  const cacheRead = Math.min(counts.cached_content_token_count, counts.input_token_count);
  return {
    input: counts.input_token_count - cacheRead + counts.tool_token_count,
    cacheRead,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    output: counts.output_token_count + counts.thoughts_token_count,
  };
}
