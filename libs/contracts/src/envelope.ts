import * as z from 'zod';
import { runnerIdSchema, sessionIdSchema } from './identifiers.js';

/**
 * What every event in `FLEET_LOG` carries around its `data`.
 *
 * - `id`: also the `Nats-Msg-Id`. Raw events: `<sessionId>:e:<n>`. Derived events: deterministic
 *   (`cost:<usageId>`, `limit:<sessionId>:<threshold>:<budgetVersion>`), so that reprocessing repeats the id.
 * - `epoch`: the life of the pty-host that wrote the event, `null` for derived events.
 * - `n`: the per-session counter of raw events, from 1 without a hole; `null` for derived events.
 * - `at`: ISO 8601 UTC with milliseconds.
 * - `correlationId`: the person's command or the session's start. `causationId`: the id of the event handled.
 */
export const envelopeSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1),
  v: z.number().int().min(1),
  sessionId: sessionIdSchema,
  runnerId: runnerIdSchema,
  epoch: z.string().min(1).nullable(),
  n: z.number().int().min(1).nullable(),
  at: z.iso.datetime(),
  correlationId: z.string().min(1),
  causationId: z.string().min(1).nullable(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** Builds the schema of one event: the envelope with its `type`, its `v` and its `data`. */
export function eventSchema<const Type extends string, const Version extends number, Data extends z.ZodType>(
  type: Type,
  v: Version,
  data: Data,
) {
  return envelopeSchema.extend({ type: z.literal(type), v: z.literal(v), data });
}
