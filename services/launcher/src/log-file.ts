import { copyFileSync, closeSync, fstatSync, mkdirSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log is cut at this size, in bytes, and its old contents are kept once, as `<name>.1`. */
const LARGEST_LOG = 10 * 1024 ** 2;

/** A file that a child process writes its output to by itself, so that no byte of it passes through the launcher. */
export class LogFile {
  readonly descriptor: number;

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.descriptor = openSync(path, 'a', 0o600);
  }

  /** The writer appends, so the file can be emptied under it. */
  cutWhenLarge(): void {
    if (fstatSync(this.descriptor).size < LARGEST_LOG) return;
    copyFileSync(this.path, `${this.path}.1`);
    truncateSync(this.path);
  }

  /** A position to give to `since`. */
  end(): number {
    return fstatSync(this.descriptor).size;
  }

  /** The last lines that were written after a position, for saying why a process ended. */
  since(position: number, lines: number): string {
    return readFileSync(this.path).subarray(position).toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
