import { ArchiveWriter, type ReadModelWriter, type TerminalRow } from '@agents-fleet/read-models';

/** Rows that are written at a time: each holds up to 4 KiB. */
const AT_A_TIME = 256;

/**
 * Writes the terminals of archived sessions into new read models, before the log is applied: the stream may have their
 * chunks no more, and where it has, they are skipped as known.
 */
export async function seedFromArchive(archivePath: string, write: ReadModelWriter): Promise<void> {
  const archive = new ArchiveWriter(archivePath);
  try {
    let rows: TerminalRow[] = [];
    for (const row of archive.terminals()) {
      rows.push(row);
      if (rows.length < AT_A_TIME) continue;
      await write.terminals.save(rows);
      rows = [];
    }
    await write.terminals.save(rows);
  } finally {
    archive.close();
  }
}
