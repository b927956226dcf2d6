import * as z from 'zod';
import { fleetEventSchema, type FleetEvent } from './event.js';
import { NOTHING_CARRIED } from './events/lifecycle.js';

/** Turns the `data` of version `v` into that of version `v + 1`. Pure. */
export type Upcaster = (data: unknown) => unknown;

/** Adds the fields that a version had not yet, with what was true then. */
function withFields(fields: object): Upcaster {
  return (data) => ({ ...(data as object), ...fields });
}

/** Version 1 of `git.captured` knew the commit only; its phase was its name. */
function withoutWorkTree(data: unknown): unknown {
  const { phase } = data as { phase: string };
  return { ...(data as object), snapshotId: phase, tree: null, files: 0, additions: 0, deletions: 0, commits: 0, patchBytes: 0, truncated: null };
}

/**
 * One upcaster for each step `<type>@<v>` -> `<type>@<v + 1>`.
 * A golden file for each version that ever existed lies in `golden/` and is parsed for ever by `upcast.spec.ts`.
 */
export const UPCASTERS: ReadonlyMap<string, Upcaster> = new Map([
  // Sessions could not be resumed.
  ['session.started@1', withFields({ carried: NOTHING_CARRIED })],
  // No command was ever held.
  ['session.started@2', withFields({ baselineWaitMs: 0 })],
  // Only sessions as a whole were metered, never single requests.
  ['usage.recorded@1', withFields({ requestId: null, partial: false, serviceTier: null })],
  // Only HEAD was captured.
  ['git.captured@1', withoutWorkTree],
  ['cost.recorded@1', withFields({ requestId: null, partial: false, serviceTier: null })],
]);

const versioned = z.looseObject({ type: z.string(), v: z.number().int().min(1) });

/** Thrown when a stored event can't be read: the message names the field, never its value. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
}

/**
 * Reads one stored event of any version: upcasts it step by step to the newest and validates the result.
 * @param stored the parsed JSON
 * @throws UnreadableEventError for an unknown type, a version from the future, or data that breaks the schema
 */
export function readEvent(stored: unknown, upcasters: ReadonlyMap<string, Upcaster> = UPCASTERS): FleetEvent {
  const head = versioned.safeParse(stored);
  if (!head.success) throw new UnreadableEventError('not an event: `type` or `v` is missing');
  let event: Record<string, unknown> & { type: string; v: number } = head.data;
  for (;;) {
    const upcaster = upcasters.get(`${event.type}@${event.v}`);
    if (upcaster === undefined) break;
    event = { ...event, v: event.v + 1, data: upcaster(event['data']) };
  }
  const parsed = fleetEventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new UnreadableEventError(
    `${event.type}@${event.v} can't be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
  );
}
