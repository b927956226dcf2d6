import { z } from 'zod';
import type { UsageRecord } from '@agents-fleet/contracts';
import { estimateTokens } from '@agents-fleet/domain';

const count = z.number().int().min(0).nullish().transform((value) => value ?? 0);

/** An answer's line: one for each block of its content, all with the same usage (2.1.330). Unknown fields are skipped. */
const assistantSchema = z.object({
  type: z.literal('assistant'),
  timestamp: z.iso.datetime({ offset: true }),
  sessionId: z.string().nullish(),
  requestId: z.string().min(1).max(150).nullish(),
  isSidechain: z.boolean().nullish(),
  isApiErrorMessage: z.boolean().nullish(),
  message: z.object({
    id: z.string().min(1).max(150),
    model: z.string(),
    stop_reason: z.string().nullish(),
    content: z.array(z.looseObject({ type: z.string(), id: z.string().optional() })).catch([]),
    usage: z.object({
      input_tokens: count,
      output_tokens: count,
      cache_read_input_tokens: count,
      cache_creation_input_tokens: count,
      cache_creation: z.object({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count }).nullish(),
      service_tier: z.string().nullish(),
      speed: z.string().nullish(),
    }),
  }),
});
const interruptedSchema = z.object({
  type: z.literal('user'),
  timestamp: z.iso.datetime({ offset: true }),
  message: z.object({ content: z.array(z.object({ type: z.literal('text'), text: z.string().startsWith('[Request interrupted by user') })).min(1) }),
});

/** What one line of a transcript tells. */
export type TranscriptLine =
  | {
      kind: 'usage';
      at: number;
      messageId: string;
      sidechain: boolean;
      /** `null` on lines that name no request: whether they are the same as one known otherwise can't be told. */
      requestId: string | null;
      record: UsageRecord;
      toolUseIds: readonly string[];
    }
  /** The person broke a turn off. */
  | { kind: 'interrupted'; at: number };

/**
 * Reads one line of a transcript. Pure.
 * @param sessionId of ours: begins the ids of the records
 * @returns `null` for the many kinds of lines that tell nothing of usage, and for those that are no JSON
 */
export function readTranscriptLine(sessionId: string, text: string): TranscriptLine | null {
  if (!text.includes('"assistant"') && !text.includes('[Request interrupted by user')) return null;
  const line = parsed(text);
  const interrupted = interruptedSchema.safeParse(line);
  if (interrupted.success) return { kind: 'interrupted', at: Date.parse(interrupted.data.timestamp) };
  const assistant = assistantSchema.safeParse(line);
  // Messages that Claude Code makes up itself, such as errors, cost nothing.
  if (!assistant.success || assistant.data.message.model === '<synthetic>' || assistant.data.isApiErrorMessage === true) return null;
  const { message, requestId = null, isSidechain, timestamp } = assistant.data;
  return {
    kind: 'usage',
    at: Date.parse(timestamp),
    messageId: message.id,
    sidechain: isSidechain === true,
    requestId,
    record: recordOf(sessionId, assistant.data),
    toolUseIds: message.content.flatMap(({ type, id }) => (type === 'tool_use' && id !== undefined ? [id] : [])),
  };
}

function recordOf(sessionId: string, { message, requestId, sessionId: agentSessionId }: z.infer<typeof assistantSchema>): UsageRecord {
  const { usage } = message;
  const partial = message.stop_reason === null || message.stop_reason === undefined;
  const cacheWrite1h = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  const name = requestId ?? message.id;
  // The best of several lines must win, and the same line twice be one: so the figures are part of the id.
  const output = partial ? Math.max(usage.output_tokens, estimateTokens(lengthOf(message.content))) : usage.output_tokens;
  return {
    usageId: `${sessionId}:transcript:${name}:${partial ? 'p' : 'f'}${output}`.slice(0, 150),
    requestId: name,
    source: 'transcript',
    partial,
    agentSessionId: agentSessionId ?? null,
    model: message.model,
    serviceTier: tierOf(usage),
    tokens: {
      input: usage.input_tokens,
      cacheRead: usage.cache_read_input_tokens,
      cacheWrite5m: usage.cache_creation?.ephemeral_5m_input_tokens ?? Math.max(0, usage.cache_creation_input_tokens - cacheWrite1h),
      cacheWrite1h,
      output,
    },
    reportedCostNanoUsd: null,
  };
}

function tierOf({ speed, service_tier: tier }: { speed?: string | null | undefined; service_tier?: string | null | undefined }): string | null {
  if (speed !== undefined && speed !== null && speed !== 'standard' && speed !== 'normal') return speed.slice(0, 50);
  return tier === undefined || tier === null || tier === 'standard' ? null : tier.slice(0, 50);
}

/** Characters that a model wrote: text, thoughts, and what it gave to tools. */
function lengthOf(content: readonly Record<string, unknown>[]): number {
  return content.reduce((sum, block) => {
    const written = block['text'] ?? block['thinking'] ?? block['input'] ?? '';
    return sum + (typeof written === 'string' ? written : JSON.stringify(written)).length;
  }, 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // The last line of a file that is just being written, or that a crash cut off.
  }
}
