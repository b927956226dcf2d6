import * as z from 'zod';
import { priceSourceSchema, tokenClassesSchema } from '../events/usage.js';
import { sessionIdSchema } from '../identifiers.js';
import { confidenceSchema, markerTypeSchema, usageSourceSchema } from '../vocabulary.js';
import { pageSchema } from './session.js';

/** A moment on a session's timeline. `chunk` is the newest terminal chunk at that moment, when it is known. */
export const markerSchema = z.object({
  id: z.string(),
  sessionId: sessionIdSchema,
  type: markerTypeSchema,
  at: z.iso.datetime(),
  chunk: z.number().int().min(0).nullable(),
  /** One sentence for a person, such as "80 % of the budget used: 1,612 of 2,000 tokens". */
  summary: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type Marker = z.infer<typeof markerSchema>;
export const markerPageSchema = pageSchema(markerSchema);

/** One piece of input. `text` is `null` when it was typed without echo (a password): length only. */
export const stdinEventSchema = z.object({
  n: z.number().int().min(1),
  at: z.iso.datetime(),
  text: z.string().nullable(),
  redacted: z.boolean(),
  length: z.number().int().min(0),
});
export type StdinEvent = z.infer<typeof stdinEventSchema>;
export const stdinPageSchema = pageSchema(stdinEventSchema);

/** One usage record with its cost; `costUsd` and below are `null` until pricing has answered. */
export const usageEntrySchema = z.object({
  usageId: z.string(),
  requestId: z.string().nullable(),
  at: z.iso.datetime(),
  source: usageSourceSchema,
  partial: z.boolean(),
  /** Whether the session's figures count it: of the reports of one request only the best one does. */
  counted: z.boolean(),
  model: z.string().nullable(),
  tokens: tokenClassesSchema,
  costUsd: z.number().nullable(),
  confidence: confidenceSchema.nullable(),
  priceSource: priceSourceSchema.nullable(),
});
export type UsageEntry = z.infer<typeof usageEntrySchema>;
export const usagePageSchema = pageSchema(usageEntrySchema);

/** Something kept for a session. */
export const artifactSchema = z.object({
  id: z.string(),
  sessionId: sessionIdSchema,
  kind: z.enum(['git_state', 'resume_command']),
  at: z.iso.datetime(),
  title: z.string(),
  size: z.number().int().min(0),
  data: z.record(z.string(), z.unknown()),
});
export type Artifact = z.infer<typeof artifactSchema>;
export const artifactPageSchema = pageSchema(artifactSchema);
