import { type FileHandle } from 'node:fs/promises';
import { type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { damagedSnapshot, type OpenSnapshotFile } from './snapshot-files.js';

/** Bytes of a file. */
export interface FilePart {
  readonly handle: FileHandle;
  readonly offset: number;
  readonly length: number;
}

/** @throws ProblemError 410 when the file ends before */
export function partOf({ handle, size }: OpenSnapshotFile, offset: number, length: number): FilePart {
  if (offset + length > size) throw damagedSnapshot();
  return { handle, offset, length };
}

/**
 * Writes the bytes as fast as `target` takes them, and ends it. Closes the file.
 */
export async function writePart({ handle, offset, length }: FilePart, target: Writable): Promise<void> {
  try {
    if (length === 0) target.end();
    else await pipeline(handle.createReadStream({ start: offset, end: offset + length - 1, autoClose: false }), target);
  } catch (error) {
    // The reader has gone.
    if (!target.destroyed || (error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  } finally {
    await handle.close();
  }
}
