import { createRequire } from 'node:module';
import { z } from 'zod';

/** What node-pty's native part gives for a new terminal. */
export interface ForkedTerminal {
  /** The master side, non-blocking. */
  fd: number;
  pid: number;
  /** Path of the slave side. */
  pty: string;
}

/** node-pty's native part, as `unixTerminal.js` of the pinned version calls it. */
interface NodePtyBinary {
  fork(
    file: string,
    args: string[],
    environment: string[],
    cwd: string,
    cols: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    onExit: (exitCode: number, signal: number) => void,
  ): ForkedTerminal;
  resize(fd: number, cols: number, rows: number): void;
}

/** The process's own user and group. */
const UNCHANGED = -1;

const isFunction = z.custom((value) => typeof value === 'function');
const binarySchema = z.object({ fork: isFunction, resize: isFunction });

/** Finds what node-pty itself would find: the binaries are its own dependencies. */
const load = createRequire(createRequire(import.meta.url).resolve('@lydell/node-pty/package.json'));
let loaded: NodePtyBinary | null = null;

/** @throws when there is no prebuilt binary for this system, or it is not the one that we know */
function binary(): NodePtyBinary {
  const platform = `@lydell/node-pty-${process.platform}-${process.arch}`;
  loaded ??= binarySchema.parse(load(`${platform}/pty.node`)) as unknown as NodePtyBinary;
  return loaded;
}

/** Starts a program in a new terminal. `onExit` gets its exit code, or the number of the signal that ended it. */
export function forkTerminal(
  options: { file: string; args: string[]; cwd: string; environment: Readonly<Record<string, string>>; cols: number; rows: number },
  onExit: (exitCode: number, signal: number) => void,
): ForkedTerminal {
  const { file, args, cwd, cols, rows } = options;
  const environment = Object.entries({ ...options.environment, PWD: cwd }).map(([name, value]) => `${name}=${value}`);
  // macOS starts programs through a small helper that lies beside the binary.
  const helper = process.platform === 'darwin' ? load.resolve(`@lydell/node-pty-darwin-${process.arch}/spawn-helper`) : '';
  return binary().fork(file, args, environment, cwd, cols, rows, UNCHANGED, UNCHANGED, true, helper, onExit);
}

export function resizeTerminal(fd: number, cols: number, rows: number): void {
  binary().resize(fd, cols, rows);
}
