import { PassThrough, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** One file of a zip. */
export interface ZipEntry {
  /** Path within the zip, with `/`. */
  readonly name: string;
  /** Writes the content as fast as `target` takes it, and ends it. Stops when `target` is destroyed. */
  write(target: Writable): Promise<void>;
}

/**
 * Writes a zip while its files are being made, one after the other, as fast as `target` takes it; ends `target`. A reader who
 * leaves ends the work quietly. When a file fails, `target` is cut off: half a zip must not look like a whole one.
 * @param modified time of all files
 */
export async function writeZip(entries: Iterable<ZipEntry>, modified: Date, target: Writable): Promise<void> {
  const zip = new ZipFile();
  const sent = pipeline(zip.outputStream, target);
  // Looked at below; until then it must not count as unhandled.
  sent.catch(() => undefined);
  try {
    for (const entry of entries) {
      if (target.destroyed) return;
      await writeEntry(zip, entry, modified, target);
    }
    if (target.destroyed) return;
    zip.end();
    await sent;
  } catch (error) {
    const readerHasGone = target.destroyed;
    target.destroy();
    if (!readerHasGone) throw error;
  }
}

async function writeEntry(zip: ZipFile, { name, write }: ZipEntry, mtime: Date, target: Writable): Promise<void> {
  const content = new PassThrough();
  const leave = () => { content.destroy(); };
  target.once('close', leave);
  try {
    zip.addReadStream(content, name, { mtime, mode: 0o100644 });
    await write(content);
  } catch (error) {
    content.destroy();
    throw error;
  } finally {
    target.off('close', leave);
  }
}
