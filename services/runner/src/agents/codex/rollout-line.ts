import { z } from 'zod';
import { codexUsageSchema } from './token-usage.js';

/**
 * The lines of a rollout that matter here, as Codex 0.169 writes them; every other kind of line is skipped. Codex calls
 * the format its own: a line that has changed is skipped, too, and never stops the reading.
 */
const payloads = {
  session_meta: z.object({
    id: z.string(),
    /** A word for a person's own thread (`cli`, `exec`), an object for a subagent's. */
    source: z.unknown().optional(),
    base_instructions: z.object({ text: z.string() }).nullish(),
  }),
  turn_context: z.object({ model: z.string() }),
  token_usage_record: z.object({ turn_id: z.string(), response_id: z.string().min(1), usage: codexUsageSchema }),
  response_item: z.object({
    type: z.string(),
    role: z.string().optional(),
    call_id: z.string().optional(),
    name: z.string().optional(),
    arguments: z.string().optional(),
    content: z.array(z.object({ text: z.string().optional() })).nullish(),
    output: z.unknown().optional(),
  }),
  event_msg: z.discriminatedUnion('type', [
    z.object({ type: z.literal('task_started'), turn_id: z.string(), model_context_window: z.number().int().min(1).nullish() }),
    z.object({ type: z.literal('task_complete'), turn_id: z.string() }),
    z.object({ type: z.literal('turn_aborted'), turn_id: z.string().nullish() }),
    z.object({
      type: z.literal('thread_settings_applied'),
      thread_settings: z.object({ model: z.string().optional(), service_tier: z.string().nullish() }),
    }),
    z.object({
      type: z.literal('token_count'),
      info: z
        .object({
          total_token_usage: codexUsageSchema,
          last_token_usage: codexUsageSchema,
          model_context_window: z.number().int().min(1).nullish(),
        })
        .nullish(),
    }),
  ]),
} as const;

type Payloads = typeof payloads;
interface LineOf<Type extends keyof Payloads> {
  type: Type;
  at: number;
  payload: z.infer<Payloads[Type]>;
}
/** One line; `at` is its time in milliseconds since 1970. */
export type RolloutLine = { [Type in keyof Payloads]: LineOf<Type> }[keyof Payloads];
export type ResponseItem = z.infer<Payloads['response_item']>;

const lineSchema = z.object({ timestamp: z.string(), type: z.enum(Object.keys(payloads) as [keyof Payloads]), payload: z.unknown() });

/** @returns `null` for a line that says nothing of use here, is no JSON, or is not understood */
export function readRolloutLine(text: string): RolloutLine | null {
  const line = lineSchema.safeParse(jsonOrNull(text));
  if (!line.success) return null;
  const { type, timestamp } = line.data;
  const at = Date.parse(timestamp);
  const payload = payloads[type].safeParse(line.data.payload);
  return payload.success && !Number.isNaN(at) ? ({ type, at, payload: payload.data } as RolloutLine) : null;
}

/** Characters of an item that are sent to the model with the next request. */
export function charactersOf({ content, output, arguments: given }: ResponseItem): number {
  const texts = (content ?? []).reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
  const result = output === undefined ? 0 : typeof output === 'string' ? output.length : JSON.stringify(output).length;
  return texts + result + (given?.length ?? 0);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // The schema refuses it.
  }
}
