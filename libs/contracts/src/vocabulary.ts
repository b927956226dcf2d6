import * as z from 'zod';

/** What a session is: a program in a pseudo-terminal, or one of the two chats. */
export const sessionKindSchema = z.enum(['pty', 'claude-chat', 'litellm-chat']);
export type SessionKind = z.infer<typeof sessionKindSchema>;

/** Where a session is in its life. `waiting` means that it waits for the person. */
export const sessionStatusSchema = z.enum(['starting', 'running', 'waiting', 'stopping', 'ended']);
export type SessionStatus = z.infer<typeof sessionStatusSchema>;

/** Why a session ended. `exited` means that its command ended by itself. */
export const stopReasonSchema = z.enum([
  'user',
  'budget_exceeded',
  'idle_timeout',
  'exited',
  'crash_recovery',
  'shutdown',
]);
export type StopReason = z.infer<typeof stopReasonSchema>;

/** Which program runs in a `pty` session, as recognised from its command. */
export const agentSchema = z.enum(['shell', 'claude', 'codex', 'gemini']);
export type Agent = z.infer<typeof agentSchema>;

/** What an agent does: `waiting` means that it needs the person (a prompt, a permission); `idle` that it has nothing to do. */
export const activitySchema = z.enum(['working', 'waiting', 'idle']);
export type Activity = z.infer<typeof activitySchema>;

/** Where a usage figure comes from, best source first (design, ledger rule 2). */
export const usageSourceSchema = z.enum(['sdk', 'otel', 'transcript', 'rollout', 'statusline', 'estimate']);
export type UsageSource = z.infer<typeof usageSourceSchema>;

/** How far a figure can be trusted, best first (design, ledger rule 6). */
export const confidenceSchema = z.enum(['exact', 'reported', 'estimated', 'assumed']);
export type Confidence = z.infer<typeof confidenceSchema>;

/** A moment in a session's life that the timeline shows. */
export const markerTypeSchema = z.enum([
  'started',
  'budget_changed',
  'budget_warned',
  'stop_requested',
  'budget_exceeded',
  'process_exit',
  'resumable',
  'record_gap',
  'ended',
]);
export type MarkerType = z.infer<typeof markerTypeSchema>;
