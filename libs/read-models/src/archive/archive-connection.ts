import { statSync } from 'node:fs';
import { ReadModelsUnavailableError } from '../database/reader-connection.js';
import { ArchiveReader } from './archive-reader.js';

/** A reader that nobody asks for so long is closed, in milliseconds: its pages are megabytes. */
const IDLE_MS = 60_000;

/** A reader of the archive that follows its path: opened when the file is there, anew when another one is. */
export class ArchiveConnection {
  readonly #path: string;
  #open: { reader: ArchiveReader; file: number } | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * The reader now; `null` when there is no archive. Not to be kept: a later call may have closed it.
   * @throws ReadModelsUnavailableError
   */
  reader(): ArchiveReader | null {
    const file = statSync(this.#path, { throwIfNoEntry: false })?.ino;
    if (this.#open !== null && this.#open.file !== file) this.close();
    if (file === undefined) return null;
    this.#open ??= this.#openFile(file);
    this.#idle = this.#idle?.refresh() ?? setTimeout(() => { this.close(); }, IDLE_MS).unref();
    return this.#open?.reader ?? null;
  }

  close(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#open?.reader.close();
    this.#open = null;
  }

  #openFile(file: number): { reader: ArchiveReader; file: number } | null {
    try {
      const reader = ArchiveReader.open(this.#path);
      return reader === null ? null : { reader, file };
    } catch (error) {
      throw new ReadModelsUnavailableError('the archive can not be opened', { cause: error });
    }
  }
}
