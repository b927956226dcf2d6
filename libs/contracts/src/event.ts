import * as z from 'zod';
import { gitCapturedSchema } from './events/git.js';
import {
  commandStartedSchema,
  processExitedSchema,
  recordGapSchema,
  sessionActivityChangedSchema,
  sessionEndedSchema,
  sessionResumableSchema,
  sessionStartedSchema,
  sessionStopRequestedSchema,
} from './events/lifecycle.js';
import { limitChangedSchema, limitReachedSchema, limitWarnedSchema } from './events/limit.js';
import { contextMeasuredSchema, costRecordedSchema, usageRecordedSchema } from './events/usage.js';

/** Every event in its newest version: what code works with after upcasting. */
export const fleetEventSchema = z.discriminatedUnion('type', [
  sessionStartedSchema,
  commandStartedSchema,
  sessionStopRequestedSchema,
  processExitedSchema,
  sessionEndedSchema,
  recordGapSchema,
  sessionActivityChangedSchema,
  sessionResumableSchema,
  usageRecordedSchema,
  costRecordedSchema,
  contextMeasuredSchema,
  limitChangedSchema,
  limitWarnedSchema,
  limitReachedSchema,
  gitCapturedSchema,
]);
export type FleetEvent = z.infer<typeof fleetEventSchema>;
export type FleetEventType = FleetEvent['type'];

/** One event of the union by its type. */
export type EventOf<Type extends FleetEventType> = Extract<FleetEvent, { type: Type }>;

/** The groups of `FLEET_LOG` subjects. */
export const eventGroupSchema = z.enum(['lifecycle', 'usage', 'cost', 'limit', 'git', 'chat', 'approval']);
export type EventGroup = z.infer<typeof eventGroupSchema>;

/** The group, and so the subject, that each event type is published under. */
export const EVENT_GROUPS: Readonly<Record<FleetEventType, EventGroup>> = {
  'session.started': 'lifecycle',
  'session.command_started': 'lifecycle',
  'session.stop_requested': 'lifecycle',
  'session.process_exited': 'lifecycle',
  'session.ended': 'lifecycle',
  'session.record_gap': 'lifecycle',
  'session.activity_changed': 'lifecycle',
  'session.resumable': 'lifecycle',
  'usage.recorded': 'usage',
  'context.measured': 'usage',
  'cost.recorded': 'cost',
  'limit.changed': 'limit',
  'limit.warned': 'limit',
  'limit.reached': 'limit',
  'git.captured': 'git',
};
