import * as z from 'zod';
import { sessionIdSchema } from '../identifiers.js';
import { agentSchema } from '../vocabulary.js';
import { pageSchema } from './session.js';

/** Most points of a timeline: enough for a scrubber's pixels and for finding pauses, little for a browser. */
export const MAX_TIMELINE_POINTS = 20_000;

/**
 * When a session's terminal printed what. `times[i]` is when chunk `chunks[i]` came, in milliseconds since `startAt`,
 * never going back. The first and the last chunk are always there; in between as many as `MAX_TIMELINE_POINTS` allow.
 */
export const timelineSchema = z.object({
  /** Time of the first chunk; `null` when there is none. */
  startAt: z.iso.datetime().nullable(),
  lastChunk: z.number().int().min(0),
  bytes: z.number().int().min(0),
  chunks: z.array(z.number().int().min(1)),
  times: z.array(z.number().int().min(0)),
});
export type Timeline = z.infer<typeof timelineSchema>;

/**
 * Query of `GET /api/sessions/:id/terminal.frames`: what brings a terminal to chunk `chunk`. Without `from` the answer
 * may begin with a snapshot and is painted into a new terminal; with `from` it is chunks from that number on, for a
 * terminal that has painted those before. It ends at `chunk` or up to a few megabytes later; when it ends before, more
 * is asked for with `from`.
 *
 * With `scrollback=later` the answer may be one snapshot of about the screen alone, a few kilobytes that can be shown until
 * the whole has come. The header `Fleet-Scrollback: later` says that it is; the whole is then asked for without it.
 */
export const framesQuerySchema = z.strictObject({
  chunk: z.coerce.number().int().min(1),
  from: z.coerce.number().int().min(1).optional(),
  scrollback: z.literal('later').optional(),
});
export type FramesQuery = z.infer<typeof framesQuerySchema>;

/** Shortest text that is looked for: the index holds groups of three characters. */
export const MIN_SEARCH_LENGTH = 3;

/** Query of `GET /api/search`: text that was on a screen, in whatever case; in all sessions, or in one, or in a repo's. */
export const searchQuerySchema = z.strictObject({
  q: z.string().min(MIN_SEARCH_LENGTH, `must have at least ${MIN_SEARCH_LENGTH} characters`).max(200),
  sessionId: sessionIdSchema.optional(),
  repo: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

/** A line that was on a session's screen. */
export const searchHitSchema = z.object({
  sessionId: sessionIdSchema,
  session: z.object({ name: z.string(), agent: agentSchema, repoPath: z.string(), startedAt: z.iso.datetime() }),
  /** Chunk after which the line was on the screen, and its time. */
  chunk: z.number().int().min(0),
  at: z.iso.datetime(),
  line: z.string(),
  /** Where the text is in `line`: begin and end (exclusive), in UTF-16 units, in order. */
  ranges: z.array(z.tuple([z.number().int().min(0), z.number().int().min(0)])),
  /** Up to two lines before it and after it. */
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type SearchHit = z.infer<typeof searchHitSchema>;
/** Newest first. */
export const searchPageSchema = pageSchema(searchHitSchema);
