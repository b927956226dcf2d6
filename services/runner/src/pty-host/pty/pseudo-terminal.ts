import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { basename } from 'node:path';
import type { ReadStream } from 'node:tty';
import { spawn, type IPty } from '@lydell/node-pty';

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

/** The parts of node-pty's object that its typings hide; pinned by the exact version in package.json. */
interface NodePtyInternals extends IPty {
  readonly fd: number;
  readonly ptsName: string;
  readonly _socket: ReadStream;
  _emittedClose: boolean;
}

/** One `read` of the kernel's PTY buffer never gives more than this on Linux or macOS. */
const READ_BYTES = 64 * 1024;

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
 * node-pty alone loses some: libuv takes the hang-up that follows the last process for the end although bytes are
 * left, and node-pty destroys its socket 200 ms after the exit. So this class holds the slave side open (no hang-up
 * while it does), switches that timer off, and at the end reads the kernel's buffer until it is empty. See
 * `decisions/0002-keep-every-byte.md`.
 */
export class PseudoTerminal {
  readonly #pty: NodePtyInternals;
  readonly #heldSlave: number;
  #listener: (bytes: Uint8Array) => void = () => undefined;
  #released = false;

  /** @throws when the program's directory or file can't be used, or the system is out of terminals */
  constructor(options: PseudoTerminalOptions) {
    this.#pty = spawn(options.file, options.args, {
      cwd: options.cwd,
      env: options.environment,
      cols: options.cols,
      rows: options.rows,
      name: options.environment['TERM'] ?? 'xterm-256color',
      encoding: null,
    }) as NodePtyInternals;
    try {
      this.#heldSlave = openSync(this.#pty.ptsName, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    } catch (error) {
      this.#pty.kill('SIGKILL');
      throw error;
    }
    // node-pty then reports the exit at once and leaves the socket to us (unixTerminal.js, `onexit`).
    this.#pty._emittedClose = true;
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Path of the slave side, like `/dev/pts/7`. */
  get path(): string {
    return this.#pty.ptsName;
  }

  /** The terminal as the process list names it: its device number on Linux, its name on macOS. */
  get tty(): string {
    return process.platform === 'linux' ? String(fstatSync(this.#heldSlave).rdev) : basename(this.path);
  }

  /** Sets who gets the output: once, right after the start. */
  onOutput(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
    // With `encoding: null` node-pty gives buffers; its typings say string.
    this.#pty.onData((data: string | Uint8Array) => {
      listener(typeof data === 'string' ? Buffer.from(data) : data);
    });
  }

  /** Called once, when the first process has ended. Its children may live on, and output may still come. */
  onExit(listener: (exit: ProcessExit) => void): void {
    this.#pty.onExit(({ exitCode, signal }) => {
      const signalName = signal === undefined || signal === 0 ? null : nameOfSignal(signal);
      listener({ exitCode: signalName === null ? exitCode : null, signal: signalName });
    });
  }

  /** @returns false when the program reads so little that the bytes were refused */
  write(bytes: Uint8Array): boolean {
    if (this.#released || this.#pty._socket.writableLength > MAX_WAITING_INPUT_BYTES) return false;
    this.#pty._socket.write(bytes);
    return true;
  }

  resize(cols: number, rows: number): void {
    if (!this.#released) this.#pty.resize(cols, rows);
  }

  /** Stops reading; the kernel's buffer fills and the program waits. */
  pause(): void {
    this.#pty._socket.pause();
  }

  resume(): void {
    if (!this.#released) this.#pty._socket.resume();
  }

  /**
   * Gives the listener what is left once every writer is gone: first what node has read, then the kernel's buffer
   * until it says that it is empty (EAGAIN, which is the truth only because the held slave side keeps the terminal
   * from hanging up).
   */
  drain(): void {
    const socket = this.#pty._socket;
    socket.pause();
    // `read` hands what node holds to the output listener itself, as a `data` event.
    while (socket.read() !== null);
    for (let total = 0; total < MAX_DRAIN_BYTES; ) {
      const bytes = readNow(this.#pty.fd);
      if (bytes === null) break;
      this.#listener(bytes);
      total += bytes.length;
    }
  }

  /** Lets go of both sides of the terminal. Whatever still runs in it gets SIGHUP from the kernel. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#pty._socket.destroy();
    closeSync(this.#heldSlave);
  }
}

/** Bytes that a non-blocking descriptor has now, `null` when it has none. */
function readNow(fd: number): Uint8Array | null {
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  try {
    const length = readSync(fd, buffer);
    return length === 0 ? null : buffer.subarray(0, length);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EIO: the terminal was hung up from outside (a privileged `vhangup`), so nothing more can come.
    if (code === 'EAGAIN' || code === 'EIO') return null;
    throw error;
  }
}

function nameOfSignal(number: number): string {
  const found = Object.entries(osConstants.signals).find(([, value]) => value === number);
  return found?.[0] ?? `SIG${number}`;
}
