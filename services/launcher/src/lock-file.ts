import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { commandOf } from './command-of-process.ts';

/** Who holds a lock. */
export interface Holder {
  pid: number;
}

/**
 * A file that says which process holds something. A holder that died leaves the file behind, so a lock counts only while
 * its process lives and is still one of ours (process ids are used again).
 */
export class LockFile {
  private readonly path: string;
  private readonly isHeldBy: (pid: number) => boolean;

  constructor(path: string, isHeldBy: (pid: number) => boolean = isFleetProcess) {
    this.path = path;
    this.isHeldBy = isHeldBy;
  }

  /** Takes the lock, or returns who holds it. */
  take(): Holder | null {
    for (;;) {
      if (this.create()) return null;
      const holder = this.holder();
      if (holder !== null) return holder;
      this.discardDead();
    }
  }

  release(): void {
    rmSync(this.path, { force: true });
  }

  /** The living holder, if there is one. */
  holder(): Holder | null {
    const pid = Number(this.content());
    return Number.isInteger(pid) && pid > 0 && this.isHeldBy(pid) ? { pid } : null;
  }

  private create(): boolean {
    try {
      writeFileSync(this.path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  /** Moved away first: of two processes that find the same dead lock, only one can. */
  private discardDead(): void {
    const aside = `${this.path}.${process.pid}`;
    try {
      renameSync(this.path, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    rmSync(aside, { force: true });
  }

  private content(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }
}

/** Whether a process lives and runs the launcher. */
function isFleetProcess(pid: number): boolean {
  return commandOf(pid)?.includes('launcher') ?? false;
}
