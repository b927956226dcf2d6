import * as z from 'zod';
import { colsSchema, rowsSchema } from '../commands.js';
import { sessionIdSchema } from '../identifiers.js';
import { runnerSchema } from './fleet.js';
import { markerSchema } from './session-records.js';
import { sessionSchema } from './session.js';

/** A terminal that one socket shows. The browser chooses the number; it is the channel of the binary frames. */
export const channelSchema = z.number().int().min(0).max(65_535);

/**
 * JSON text frames from the browser. Bytes (input, acknowledgements) are binary frames: see `libs/wire`.
 * `attach.after` is the number of the last chunk that this terminal has painted; 0 asks for everything.
 * `attach.history`: `all`, also when absent, sends every chunk; with `screen` the gateway may skip chunks by a snapshot frame (at the start,
 * and whenever this terminal has fallen far behind): the screen and its scrollback are the same, only sooner.
 * `attach.scrollback`: with `later`, and `history: screen`, the first snapshot may come after another with `n` 0: about the screen alone, a few
 * kilobytes that can be shown until the whole is painted. It is no place in the record, and is not acknowledged.
 * `attach.spectator`: this terminal only looks. It never owns its session, sets no size, and what it sends as input is refused.
 */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('attach'),
    channel: channelSchema,
    sessionId: sessionIdSchema,
    after: z.number().int().min(0),
    history: z.enum(['all', 'screen']).optional(),
    scrollback: z.literal('later').optional(),
    spectator: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal('detach'), channel: channelSchema }),
  z.strictObject({ type: z.literal('resize'), channel: channelSchema, cols: colsSchema, rows: rowsSchema }),
  /** The person uses this terminal now: it becomes the owner of its session. */
  z.strictObject({ type: z.literal('claim'), channel: channelSchema }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/**
 * JSON text frames to the browser. Every socket gets `hello`, then `session`, `marker` and `runners` as they change.
 * `attached` answers `attach`; `caught_up` comes once, after the last stored chunk and before live ones;
 * `ended` after the last chunk of a session that is over.
 */
export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.string(), at: z.iso.datetime() }),
  z.object({ type: z.literal('session'), session: sessionSchema }),
  z.object({ type: z.literal('marker'), marker: markerSchema }),
  z.object({ type: z.literal('runners'), items: z.array(runnerSchema) }),
  z.object({
    type: z.literal('attached'),
    channel: channelSchema,
    sessionId: sessionIdSchema,
    after: z.number().int().min(0),
    lastChunk: z.number().int().min(0),
    cols: z.number().int(),
    rows: z.number().int(),
    live: z.boolean(),
  }),
  z.object({ type: z.literal('caught_up'), channel: channelSchema, chunk: z.number().int().min(0) }),
  z.object({ type: z.literal('ended'), channel: channelSchema, lastChunk: z.number().int().min(0) }),
  /**
   * Whether this terminal owns its session: the owner's size is the terminal's size, others letterbox, and only the
   * owner's terminal answers the queries of programs (DA, CPR). The first that attaches is it until another claims.
   * A spectator is told that it does not, and never becomes it.
   */
  z.object({ type: z.literal('owner'), channel: channelSchema, owner: z.boolean() }),
  z.object({ type: z.literal('input_refused'), channel: channelSchema, message: z.string() }),
  /** The broker or the projector is away: figures are as of `asOf`. `null` means that all is well again. */
  z.object({ type: z.literal('degraded'), asOf: z.iso.datetime().nullable(), message: z.string().nullable() }),
  z.object({ type: z.literal('error'), channel: channelSchema.nullable(), message: z.string() }),
  z.object({ type: z.literal('pong') }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
