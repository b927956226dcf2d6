import { createHash } from 'node:crypto';
import type { ArchiveWriter, PageRow, RecordReader } from '@agents-fleet/read-models';
import { CLOSING_BYTES, PAGE_CHUNKS } from './due.js';
import type { StoredChunk } from './page-chunks.js';
import type { ArchivistOptions } from './archivist.js';
import type { PageMaker } from './page-maker.js';

/** What was archived is not what was recorded. Nothing is released then. */
export class ArchiveMismatchError extends Error {
  override readonly name = 'ArchiveMismatchError';
}

/**
 * Takes a session that has ended into the archive: closes its pages, keeps their bytes, reads them back, compares them
 * with the record, and only then says that it is archived. Whatever is done already when it is interrupted stays.
 * @throws ArchiveMismatchError
 */
export async function archiveSession(
  sessionId: string,
  { record, archive, pages }: { record: RecordReader; archive: ArchiveWriter; pages: PageMaker },
  { pause, now }: Pick<ArchivistOptions, 'pause' | 'now'>,
): Promise<void> {
  const terminal = record.terminal(sessionId);
  const completeSince = record.open().find((open) => open.sessionId === sessionId)?.completeSince ?? null;
  if (terminal === null || completeSince === null) return;
  const { lastChunk, bytes } = terminal;
  for (let beganAt = now(); ; beganAt = now()) {
    const last = archive.lastPage(sessionId);
    const [pagedChunk, pagedBytes] = last === null ? [0, 0] : [last.lastChunk, last.offset + last.bytes];
    if (bytes - pagedBytes < CLOSING_BYTES && lastChunk - pagedChunk < PAGE_CHUNKS) break;
    await pages.closePage(sessionId, lastChunk);
    if ((archive.lastPage(sessionId)?.lastChunk ?? 0) === pagedChunk) break;
    await pause(now() - beganAt);
  }
  const last = archive.lastPage(sessionId);
  if (last === null || !last.isEnd || last.lastChunk < lastChunk) await pages.closeLast(sessionId, lastChunk);
  const hash = createHash('sha256');
  const stored = archive.pages(sessionId);
  for (const page of stored) {
    const beganAt = now();
    const chunks = chunksOf(record, page);
    if (chunks.length > 0 && !page.isStored) archive.storePage(page, chunks);
    const kept = archive.storedChunks(page);
    // Of a session that goes on after it was archived, the beginning is in the archive alone.
    if (chunks.length > 0) compare(page, chunks, kept);
    for (const { kind, data } of kept) if (kind === 'output') hash.update(data);
    await pause(now() - beganAt);
  }
  const end = stored.at(-1);
  if (end === undefined || end.lastChunk !== lastChunk || end.offset + end.bytes !== bytes) {
    throw new ArchiveMismatchError(`${sessionId} has ${lastChunk} chunks and ${bytes} bytes, its pages end otherwise`);
  }
  archive.finish({ sessionId, lastChunk, bytes, sha256: hash.digest('hex'), endedAt: completeSince, terminal }, now());
}

function chunksOf(record: RecordReader, { sessionId, firstChunk, lastChunk }: PageRow): StoredChunk[] {
  return record.chunks(sessionId, { from: firstChunk, to: lastChunk, maxBytes: Infinity, maxChunks: -1 });
}

function compare({ sessionId, firstChunk, lastChunk }: PageRow, recorded: readonly StoredChunk[], kept: readonly StoredChunk[]): void {
  const isSame =
    recorded.length === lastChunk - firstChunk + 1 &&
    kept.length === recorded.length &&
    recorded.every((chunk, index) => {
      const other = kept[index];
      return (
        other !== undefined &&
        chunk.n === other.n &&
        chunk.kind === other.kind &&
        chunk.at === other.at &&
        chunk.offset === other.offset &&
        chunk.data.equals(other.data)
      );
    });
  if (!isSame) throw new ArchiveMismatchError(`the page of chunks ${firstChunk} to ${lastChunk} of ${sessionId} is not as it was recorded`);
}
