import { ptyHeaders, sessionIdOfSubject, sessionIdSchema } from '@agents-fleet/contracts';
import type { ReceivedMessage } from '@agents-fleet/event-log';
import type { PtyChunkRow, StdinEventRow } from '@agents-fleet/read-models';
import { z } from 'zod';

/** A whole number as a header carries it. */
const wholeNumber = z.string().regex(/^\d{1,15}$/, 'must be a whole number').transform(Number);
const number = wholeNumber.refine((value) => value >= 1, 'must be at least 1');

const chunkSchema = z.object({
  sessionId: sessionIdSchema,
  n: number,
  kind: z.enum(['output', 'resize']),
  at: wholeNumber,
  offset: wholeNumber,
});

const stdinSchema = z.object({
  sessionId: sessionIdSchema,
  n: number,
  at: wholeNumber,
  redacted: z.enum(['0', '1']).nullable().transform((value) => value === '1'),
  length: wholeNumber,
});

/** Reads a message of `fleet.session.<id>.pty`: its row, or why there is none. */
export function readChunk(message: ReceivedMessage): PtyChunkRow | string {
  const parsed = chunkSchema.safeParse({
    sessionId: sessionIdOfSubject(message.subject),
    n: message.header(ptyHeaders.n),
    kind: message.header(ptyHeaders.kind),
    at: message.header(ptyHeaders.at),
    offset: message.header(ptyHeaders.offset),
  });
  return parsed.success ? { ...parsed.data, streamSeq: message.seq, data: bytesOf(message) } : firstIssue(parsed.error);
}

/** Reads a message of `fleet.session.<id>.stdin`: its row, or why there is none. */
export function readStdin(message: ReceivedMessage): StdinEventRow | string {
  const parsed = stdinSchema.safeParse({
    sessionId: sessionIdOfSubject(message.subject),
    n: message.header(ptyHeaders.n),
    at: message.header(ptyHeaders.at),
    redacted: message.header(ptyHeaders.redacted),
    length: message.header(ptyHeaders.length) ?? String(message.data.length),
  });
  return parsed.success ? { ...parsed.data, data: bytesOf(message) } : firstIssue(parsed.error);
}

/** The body as the driver takes it, without a copy. */
function bytesOf({ data }: ReceivedMessage): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`;
}
