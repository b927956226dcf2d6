import * as z from 'zod';

/** A ULID in Crockford base 32: 26 characters, sortable by time. No dots, so that it can be a NATS subject token. */
export const ulidSchema = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID (26 characters of Crockford base 32)');

/** A session's id. */
export const sessionIdSchema = ulidSchema;

/** A runner's id: one machine, one id. Lower-case letters, digits and dashes, because it is a NATS subject token. */
export const runnerIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be 1 to 63 lower-case letters, digits or dashes');
