import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { DataDirectory } from './data-directory.js';
import { LockFile, type Holder } from './lock-file.js';

/** The one launcher that may use a data directory, and where its console is. */
export class Instance {
  private readonly lock: LockFile;

  constructor(private readonly data: DataDirectory) {
    this.lock = new LockFile(data.lock());
  }

  /** Becomes the instance, or returns the process that is it already. */
  claim(): Holder | null {
    return this.lock.take();
  }

  /** Written when the console answers, for a later start that finds this one running. */
  publish(consoleUrl: string): void {
    writeFileSync(this.data.instance(), JSON.stringify({ consoleUrl }), { mode: 0o600 });
  }

  /** The running instance's console, or `null` while it is still starting. */
  consoleUrl(): string | null {
    try {
      return (JSON.parse(readFileSync(this.data.instance(), 'utf8')) as { consoleUrl: string }).consoleUrl;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  release(): void {
    rmSync(this.data.instance(), { force: true });
    this.lock.release();
  }
}
