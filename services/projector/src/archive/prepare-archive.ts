import { rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { ptyHeaders, STREAMS, subjects } from '@agents-fleet/contracts';
import { messageFrom, messageOf, type Broker, type BrokerLogger } from '@agents-fleet/event-log';
import { isDamagedFile } from '@agents-fleet/projections';
import { ArchiveWriter, RecordReader, type TerminalRow } from '@agents-fleet/read-models';

/** Most ids in one line of the log. */
const NAMED = 10;

export interface PrepareOptions {
  /** The read models; there may be none. */
  readonly path: string;
  readonly archivePath: string;
  readonly broker: Broker;
  readonly logger: BrokerLogger;
}

/**
 * Opens the archive before anything is projected, makes it when there is none, and looks whether it holds what the read
 * models believe to be in it (decision 0053). What it lacks is taken from the log again where the log has it, and
 * is lost where it hasn't.
 * @returns why the read models have to be rebuilt, `null` when they needn't be
 */
export async function prepareArchive({ path, archivePath, broker, logger }: PrepareOptions): Promise<string | null> {
  const archive = await openOrReplace(archivePath, logger);
  try {
    const lost: string[] = [];
    let again = 0;
    const missing = existsSync(path) ? missingFrom(archive, path) : [];
    for (const { sessionId, terminal, endedAt } of missing) {
      if (await isInLog(broker, sessionId)) again++;
      else {
        archive.lost(terminal, endedAt, Date.now(), 'the archive was lost, and the stream had been purged');
        lost.push(sessionId);
      }
    }
    if (lost.length > 0) {
      logger.error({ sessions: lost.length, some: lost.slice(0, NAMED) }, 'terminals are lost: their archive is gone, and the log no longer has them');
    }
    return again === 0 ? null : `${again} terminals are not in the archive`;
  } finally {
    archive.close();
  }
}

/** A damaged archive is put aside, for whoever can save something from it: it is no cache. */
async function openOrReplace(archivePath: string, logger: BrokerLogger): Promise<ArchiveWriter> {
  try {
    return new ArchiveWriter(archivePath);
  } catch (error) {
    if (!isDamagedFile(error)) throw error;
    const aside = `${archivePath}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    for (const suffix of ['-wal', '-shm']) await rename(archivePath + suffix, aside + suffix).catch(() => rm(archivePath + suffix, { force: true }));
    await rename(archivePath, aside);
    logger.error({ error: messageOf(error), aside }, 'the archive is damaged; it was put aside, and a new one is made');
    return new ArchiveWriter(archivePath);
  }
}

interface Missing {
  readonly sessionId: string;
  readonly terminal: TerminalRow;
  readonly endedAt: number;
}

/** Terminals that the read models have given away and the archive doesn't have. */
function missingFrom(archive: ArchiveWriter, path: string): Missing[] {
  let record: RecordReader | null = null;
  try {
    record = new RecordReader(path);
    // Of a version without an archive.
    if (!record.knowsArchive()) return [];
    const known = archive.sessionIds({ expiredOnly: false });
    const found: Missing[] = [];
    for (const sessionId of record.archived()) {
      const terminal = known.has(sessionId) ? null : record.terminal(sessionId);
      if (terminal !== null) found.push({ sessionId, terminal, endedAt: record.endedAt(sessionId) ?? terminal.lastActivityMs });
    }
    return found;
  } catch (error) {
    // They are rebuilt, which begins with what is in the archive.
    if (isDamagedFile(error)) return [];
    throw error;
  } finally {
    record?.close();
  }
}

/** Whether the stream still has a session's terminal from its beginning. */
async function isInLog(broker: Broker, sessionId: string): Promise<boolean> {
  const first = await messageFrom(broker, STREAMS.pty, subjects.pty(sessionId), 1);
  return first !== null && first.header(ptyHeaders.n) === '1';
}
