import { execFile } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const MKFIFO_TIMEOUT_MS = 2_000;

/**
 * Holds a session's command back: its process reads a line from a named pipe before it becomes the command (decision 60).
 * Held by nobody any more, as when the pty-host is killed, the process ends without having run it.
 */
export class CommandGate {
  readonly path: string;
  readonly #fd: number;
  #isClosed = false;

  private constructor(path: string) {
    this.path = path;
    // Open for both ways: so the line waits in the pipe, whether the process reads it already or not.
    this.#fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  }

  /** @param directory one of our own */
  static async make(directory: string, sessionId: string): Promise<CommandGate> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, sessionId);
    await promisify(execFile)('mkfifo', ['-m', '600', path], { timeout: MKFIFO_TIMEOUT_MS });
    return new CommandGate(path);
  }

  /** Lets the command run. */
  open(): void {
    writeSync(this.#fd, '\n');
  }

  /** When the process is gone, or will never be there. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#fd);
    rmSync(this.path, { force: true });
  }
}
