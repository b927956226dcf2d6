import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { OutgoingMessage } from './outgoing-message.js';
import { decodeRecord, encodeRecord } from './spool-record.js';

/** A file is closed at this size in bytes, and deleted once all in it is acknowledged: what frees the disk again. */
const SEGMENT_BYTES = 8 * 1024 * 1024;

interface Segment {
  path: string;
  bytes: number;
  /** Where reading goes on. */
  readAt: number;
  /** Offsets of the messages that were read and not acknowledged. */
  unacknowledged: Set<number>;
  /** What was read from the disk last. */
  content: Buffer | null;
}

/** A message read from the spool; `acknowledge` says that it need not be kept any longer. */
export interface SpooledMessage {
  message: OutgoingMessage;
  acknowledge(): void;
}

/**
 * A bounded queue of messages on the disk, for the time in which the broker is away. Survives the process: what an
 * earlier one left is read first. Not synced to the platter: it bridges a broker's outage, not a power cut.
 */
export class Spool {
  readonly #directory: string;
  readonly #maxBytes: number;
  readonly #segments: Segment[] = [];
  #writing: { fd: number; segment: Segment } | null = null;
  #nextNumber = 1;

  /** @throws when the directory can't be made or read */
  constructor(directory: string, maxBytes: number) {
    this.#directory = directory;
    this.#maxBytes = maxBytes;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(directory).filter((name) => /^\d{8}\.spool$/.test(name)).sort()) {
      const path = join(directory, name);
      this.#segments.push({ path, bytes: statSync(path).size, readAt: 0, unacknowledged: new Set(), content: null });
      this.#nextNumber = Number.parseInt(name, 10) + 1;
    }
  }

  /** Bytes on the disk. */
  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Nothing to read and nothing unacknowledged. */
  get empty(): boolean {
    return this.#segments.length === 0;
  }

  /** @returns false when the spool is full, or the disk is: then nothing was written */
  append(message: OutgoingMessage): boolean {
    const record = encodeRecord(message);
    if (this.bytes + record.length > this.#maxBytes) return false;
    const { fd, segment } = this.#openSegment(record.length);
    try {
      writeAll(fd, record);
    } catch {
      // A full or broken disk: the sender has to wait, and what was half written must not stay.
      ftruncateSync(fd, segment.bytes);
      return false;
    }
    segment.bytes += record.length;
    return true;
  }

  /** The next message in order, `null` when all have been read. */
  next(): SpooledMessage | null {
    // A copy: reading a torn segment to its end drops it from the list.
    for (const segment of [...this.#segments]) {
      if (segment.readAt >= segment.bytes) continue;
      const read = this.#readRecord(segment);
      if (read !== null) return read;
    }
    return null;
  }

  /** Reading begins again at the oldest message that is not acknowledged: those on their way are to be sent anew. */
  rewind(): void {
    for (const segment of this.#segments) {
      segment.readAt = Math.min(segment.readAt, ...segment.unacknowledged);
      segment.unacknowledged.clear();
    }
  }

  close(): void {
    if (this.#writing !== null) closeSync(this.#writing.fd);
    this.#writing = null;
  }

  #readRecord(segment: Segment): SpooledMessage | null {
    if (segment.content === null || segment.content.length < segment.bytes) segment.content = readFileSync(segment.path);
    const offset = segment.readAt;
    const record = decodeRecord(segment.content, offset);
    if (record === null) {
      // Torn while it was written: what follows in this file can't be found any more.
      segment.readAt = segment.bytes;
      this.#dropIfDone(segment);
      return null;
    }
    segment.readAt = record.end;
    segment.unacknowledged.add(offset);
    return {
      message: record.message,
      acknowledge: () => {
        segment.unacknowledged.delete(offset);
        this.#dropIfDone(segment);
      },
    };
  }

  #dropIfDone(segment: Segment): void {
    if (segment.readAt < segment.bytes || segment.unacknowledged.size > 0) return;
    segment.content = null;
    const index = this.#segments.indexOf(segment);
    if (index === -1) return;
    this.#segments.splice(index, 1);
    if (this.#writing?.segment === segment) this.close();
    rmSync(segment.path, { force: true });
  }

  #openSegment(recordBytes: number): { fd: number; segment: Segment } {
    const current = this.#writing;
    if (current !== null && current.segment.bytes + recordBytes <= SEGMENT_BYTES) return current;
    this.close();
    const path = join(this.#directory, `${String(this.#nextNumber++).padStart(8, '0')}.spool`);
    const segment: Segment = { path, bytes: 0, readAt: 0, unacknowledged: new Set(), content: null };
    this.#segments.push(segment);
    return (this.#writing = { fd: openSync(path, 'ax', 0o600), segment });
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
}
