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

  /** The last line that is not empty, for saying why a process ended. */
  lastLine(): string {
    return readFileSync(this.path, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
