import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { OutgoingMessage } from './outgoing-message.js';

/** Length of the rest, its checksum, length of the JSON head: three 32-bit numbers, big-endian. */
const PREFIX_BYTES = 12;
/** More than any message has: a damaged length must not make us allocate gigabytes. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

const headSchema = z.object({
  subject: z.string(),
  headers: z.record(z.string(), z.string()),
  messageId: z.string(),
  sessionId: z.string(),
  afterAllElse: z.boolean(),
});

/** One message as it lies in a spool file. */
export function encodeRecord({ body, ...head }: OutgoingMessage): Buffer {
  const headBytes = Buffer.from(JSON.stringify(head));
  const bodyBytes = Buffer.from(body);
  const record = Buffer.allocUnsafeSlow(PREFIX_BYTES + headBytes.length + bodyBytes.length);
  record.writeUInt32BE(headBytes.length + bodyBytes.length, 0);
  record.writeUInt32BE(headBytes.length, 8);
  headBytes.copy(record, PREFIX_BYTES);
  bodyBytes.copy(record, PREFIX_BYTES + headBytes.length);
  record.writeUInt32BE(crc32(record.subarray(8)), 4);
  return record;
}

/**
 * Reads the record at `offset`.
 * @returns `null` where no whole, undamaged record lies: the process was killed, or the disk was full, while writing
 */
export function decodeRecord(file: Buffer, offset: number): { message: OutgoingMessage; end: number } | null {
  const start = offset + PREFIX_BYTES;
  if (start > file.length) return null;
  const length = file.readUInt32BE(offset);
  const headLength = file.readUInt32BE(offset + 8);
  const end = start + length;
  if (length > MAX_RECORD_BYTES || headLength > length || end > file.length) return null;
  if (crc32(file.subarray(offset + 8, end)) !== file.readUInt32BE(offset + 4)) return null;
  const head = headSchema.parse(JSON.parse(file.toString('utf8', start, start + headLength)));
  return { message: { ...head, body: file.subarray(start + headLength, end) }, end };
}
