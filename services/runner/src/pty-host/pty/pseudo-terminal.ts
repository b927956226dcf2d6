import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { basename } from 'node:path';
import { ReadStream } from 'node:tty';
import { forkTerminal, resizeTerminal, type ForkedTerminal } from './node-pty-binary.js';

/** What runs in a pseudo-terminal, and in which. */
export interface PseudoTerminalOptions {
  file: string;
  args: string[];
  cwd: string;
  environment: Record<string, string>;
  cols: number;
  rows: number;
}

/** How the first process ended: by its own exit code, or by a signal. */
export interface ProcessExit {
  exitCode: number | null;
  signal: string | null;
}

/** Handed over at once at most. One `read` of the kernel's PTY buffer never gives more on Linux or macOS. */
const READ_BYTES = 64 * 1024;

/** What Linux gives with one `read` when a program prints faster than it is read: there is more, as a rule (decision 66). */
const FULL_READ_BYTES = 4095;
/** From so many bytes on other terminals and the broker have their turn first. */
const READ_ON_BYTES = 32 * 1024;

/**
 * Most that `drain` reads in bytes. With every writer gone the kernel holds about 64 KiB; more means that something
 * still writes, and that must not keep a session from ending.
 */
const MAX_DRAIN_BYTES = 8 * 1024 * 1024;

/** Input that the program has not read yet, in bytes, from which on more is refused instead of kept in memory. */
const MAX_WAITING_INPUT_BYTES = 4 * 1024 * 1024;

/**
 * A program in a pseudo-terminal that loses no byte of its output, paused or not.
 *
 * node-pty's own JavaScript loses some: libuv takes the hang-up that follows the last process for the end although
 * bytes are left, and its socket is destroyed 200 ms after the exit. So this class uses node-pty's native part only: it
 * holds the slave side open (no hang-up while it does), reads by a socket of its own, and at the end reads the kernel's
 * buffer until it is empty. See `decisions/0002-keep-every-byte.md`.
 */
export class PseudoTerminal {
  readonly #forked: ForkedTerminal;
  readonly #heldSlave: number;
  readonly #socket: ReadStream;
  readonly #exited: Promise<ProcessExit>;
  /** For every read of the socket. */
  readonly #buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  #listener: (bytes: Uint8Array) => void = () => undefined;
  #paused = false;
  #released = false;

  /** @throws when the program's directory or file can't be used, or the system is out of terminals */
  constructor(options: PseudoTerminalOptions) {
    let tellExit: (exit: ProcessExit) => void = () => undefined;
    this.#exited = new Promise((resolve) => {
      tellExit = resolve;
    });
    this.#forked = forkTerminal(options, (exitCode, signal) => {
      tellExit(signal === 0 ? { exitCode, signal: null } : { exitCode: null, signal: nameOfSignal(signal) });
    });
    try {
      this.#heldSlave = openSync(this.#forked.pty, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    } catch (error) {
      process.kill(this.#forked.pid, 'SIGKILL');
      closeSync(this.#forked.fd);
      throw error;
    }
    this.#socket = this.#openSocket();
  }

  get pid(): number {
    return this.#forked.pid;
  }

  /** Path of the slave side, like `/dev/pts/7`. */
  get path(): string {
    return this.#forked.pty;
  }

  /** The terminal as the process list names it: its device number on Linux, its name on macOS. */
  get tty(): string {
    return process.platform === 'linux' ? String(fstatSync(this.#heldSlave).rdev) : basename(this.path);
  }

  /** Sets who gets the output, and begins to read. Bytes are only the listener's until it returns. */
  onOutput(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
    this.#socket.resume();
  }

  /** Called once, when the first process has ended. Its children may live on, and output may still come. */
  onExit(listener: (exit: ProcessExit) => void): void {
    void this.#exited.then(listener);
  }

  /** @returns false when the program reads so little that the bytes were refused */
  write(bytes: Uint8Array): boolean {
    if (this.#socket.destroyed || this.#socket.writableLength > MAX_WAITING_INPUT_BYTES) return false;
    this.#socket.write(bytes);
    return true;
  }

  resize(cols: number, rows: number): void {
    if (!this.#socket.destroyed) resizeTerminal(this.#forked.fd, cols, rows);
  }

  /** Stops reading, after one more read at most; the kernel's buffer fills and the program waits. */
  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    if (!this.#socket.destroyed) this.#socket.resume();
  }

  /** Gives the listener what has been printed by now, and no more than the kernel holds: whoever prints on has to wait for its turn. */
  readWaiting(): void {
    try {
      this.#readUntilEmpty(READ_BYTES);
    } catch {
      // As in `#readOn`.
    }
  }

  /**
   * Gives the listener what is left once every writer is gone: the kernel's buffer until it says that it is empty
   * (EAGAIN, which is the truth only because the held slave side keeps the terminal from hanging up).
   */
  drain(): void {
    this.#socket.pause();
    this.#readUntilEmpty(MAX_DRAIN_BYTES);
  }

  /** Lets go of both sides of the terminal. Whatever still runs in it gets SIGHUP from the kernel. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#socket.destroy();
    closeSync(this.#heldSlave);
  }

  /** @param mostBytes no read is begun beyond them */
  #readUntilEmpty(mostBytes: number): void {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    // A terminal that was hung up from outside has destroyed the socket, and with it the descriptor.
    for (let total = 0; total < mostBytes && !this.#socket.destroyed; ) {
      const length = readInto(this.#forked.fd, buffer, 0);
      if (length === 0) break;
      this.#listener(buffer.subarray(0, length));
      total += length;
    }
  }

  /**
   * Reads what is there behind a full read, without waiting for the event loop to say so.
   * @param length of what the buffer holds
   * @returns how much it holds now
   */
  #readOn(length: number): number {
    let total = length;
    let last = length;
    while (last >= FULL_READ_BYTES && READ_ON_BYTES - total >= FULL_READ_BYTES) {
      try {
        last = readInto(this.#forked.fd, this.#buffer, total);
      } catch {
        // What was read counts. An error that lasts is met by the socket's next read, and told there; thrown here it would end all sessions.
        break;
      }
      total += last;
    }
    return total;
  }

  #openSocket(): ReadStream {
    const socket = new ReadStream(this.#forked.fd, {
      // One buffer for every read, handed over at once: no allocation for each, and nothing kept that `drain` would miss.
      onread: {
        buffer: this.#buffer,
        callback: (length) => {
          this.#listener(this.#buffer.subarray(0, this.#readOn(length)));
          // Node's own `pause` does not hold in the turn of the event loop in which the socket was resumed.
          return !this.#paused;
        },
      },
    });
    // EIO: hung up from outside (a privileged `vhangup`). Nothing more can come, and the exit tells the rest.
    socket.on('error', () => undefined);
    return socket;
  }
}

/** Fills a buffer from a place on with what a non-blocking descriptor has now. @returns how many bytes, 0 when it has none */
function readInto(fd: number, buffer: Uint8Array, at: number): number {
  try {
    return readSync(fd, buffer, at, buffer.length - at, null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EIO: the terminal was hung up from outside (a privileged `vhangup`), so nothing more can come.
    if (code === 'EAGAIN' || code === 'EIO') return 0;
    throw error;
  }
}

function nameOfSignal(number: number): string {
  const found = Object.entries(osConstants.signals).find(([, value]) => value === number);
  return found?.[0] ?? `SIG${number}`;
}
