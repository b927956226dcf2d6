import { z } from 'zod';
import type { UsageRecord } from '@agents-fleet/contracts';
import { eventsOf, pointsOf } from '../otlp.js';

const count = z.number().int().min(0).catch(0);

/** Attributes of the event that Claude Code sends for each request that finished (2.1.330). */
const requestSchema = z.object({
  'session.id': z.string().nullish(),
  'event.timestamp': z.string().nullish(),
  'event.sequence': z.number().nullish(),
  model: z.string(),
  input_tokens: count,
  output_tokens: count,
  cache_read_tokens: count,
  cache_creation_tokens: count,
  cache_creation_5m_tokens: z.number().int().min(0).nullish(),
  cache_creation_1h_tokens: z.number().int().min(0).nullish(),
  cost_usd: z.number().min(0).nullish(),
  cost_usd_micros: z.number().min(0).nullish(),
  request_id: z.string().min(1).max(150).nullish(),
  speed: z.string().nullish(),
});

/** What a batch of events tells. */
export interface TelemetryEvents {
  records: UsageRecord[];
  /** When the newest of them was answered, in ms since the epoch; 0 without one. */
  answeredAt: number;
  /** A person's answer, or a rule's, to a tool that asked for permission. */
  toolDecided: boolean;
}

/**
 * The finished requests of a `POST /v1/logs`, as usage.
 * @param sessionId of ours: begins the ids of the records
 * @throws ZodError for something that is no OTLP
 */
export function readEvents(sessionId: string, body: unknown): TelemetryEvents {
  const events = eventsOf(body);
  const requests = events.flatMap(({ name, attributes }) => {
    if (name !== 'claude_code.api_request') return [];
    return requestSchema.safeParse(attributes).data ?? [];
  });
  return {
    records: requests.map((request) => recordOf(sessionId, request)),
    answeredAt: Math.max(0, ...requests.map(({ 'event.timestamp': at }) => Date.parse(at ?? '') || 0)),
    toolDecided: events.some(({ name }) => name === 'claude_code.tool_decision'),
  };
}

function recordOf(sessionId: string, request: z.infer<typeof requestSchema>): UsageRecord {
  const agentSessionId = request['session.id'] ?? null;
  // Sequences are per process and may begin again with a resume; the time tells them apart.
  const requestId = request.request_id ?? `${agentSessionId}:${request['event.timestamp']}:${request['event.sequence']}`;
  const cacheWrite1h = request.cache_creation_1h_tokens ?? 0;
  return {
    usageId: `${sessionId}:otel:${requestId}`.slice(0, 150),
    requestId,
    source: 'otel',
    partial: false,
    agentSessionId,
    model: request.model,
    serviceTier: request.speed === undefined || request.speed === null || request.speed === 'normal' ? null : request.speed.slice(0, 50),
    tokens: {
      input: request.input_tokens,
      cacheRead: request.cache_read_tokens,
      cacheWrite5m: request.cache_creation_5m_tokens ?? Math.max(0, request.cache_creation_tokens - cacheWrite1h),
      cacheWrite1h,
      output: request.output_tokens,
    },
    reportedCostNanoUsd: costOf(request),
  };
}

function costOf({ cost_usd: usd, cost_usd_micros: micros }: z.infer<typeof requestSchema>): number | null {
  if (usd !== undefined && usd !== null) return Math.round(usd * 1e9);
  return micros === undefined || micros === null ? null : Math.round(micros * 1_000);
}

/** What Claude Code's metrics add up to for one of its sessions and one model: also what no event tells. */
export interface MeteredSum {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  costNanoUsd: number;
}

/** An increase of one figure of a session's and model's sum. */
export interface MeteredIncrease {
  agentSessionId: string;
  model: string;
  figure: keyof MeteredSum;
  value: number;
}

const FIGURES: Readonly<Record<string, keyof MeteredSum>> = { input: 'input', output: 'output', cacheRead: 'cacheRead', cacheCreation: 'cacheWrite' };

/** The increases of a `POST /v1/metrics`: they come as differences. @throws ZodError for something that is no OTLP */
export function readMetrics(body: unknown): MeteredIncrease[] {
  return pointsOf(body).flatMap(({ name, value, attributes }) => {
    const { 'session.id': agentSessionId, model, type } = attributes;
    if (typeof agentSessionId !== 'string' || typeof model !== 'string' || !Number.isFinite(value)) return [];
    if (name === 'claude_code.cost.usage') return [{ agentSessionId, model, figure: 'costNanoUsd' as const, value: Math.round(value * 1e9) }];
    const figure = name === 'claude_code.token.usage' ? FIGURES[String(type)] : undefined;
    return figure === undefined ? [] : [{ agentSessionId, model, figure, value: Math.round(value) }];
  });
}
