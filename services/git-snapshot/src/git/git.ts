import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, constants, setPriority } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GitProgram } from './find-git.js';
import { SAFE_SETTINGS, safeEnvironment, type GitPlaces } from './safe-git.js';
import { Turns } from './turns.js';

/** Git processes that run at once, over all sessions, for what somebody waits for. */
const PROCESSES = 2;
/** The same for what nobody waits for: half of the cores are the agents' and the terminals' (decision 62). */
export const IN_BACKGROUND = Math.max(1, Math.min(PROCESSES, Math.floor(availableParallelism() / 2)));
const MAX_ERROR_BYTES = 2_000;
/** Enough for the longest list that is not read as a stream. */
const MAX_COLLECTED_BYTES = 256 * 1024 * 1024;

export interface GitCommand {
  /** The command and its parameters. */
  words: readonly string[];
  places: GitPlaces;
  /** Ends the process when it aborts. */
  signal: AbortSignal;
  /** Settings for this command only, as `name=value`. */
  settings?: readonly string[];
  input?: Iterable<Buffer | string>;
}

/** A git command ended with a failure. The message has what git said about it, in one line. */
export class GitFailedError extends Error {
  override readonly name = 'GitFailedError';
}

/** Runs git so that nothing but git itself is run by it: the only place that starts a process. */
export class Git {
  readonly #program: GitProgram;
  readonly #home: string;
  readonly #turns: Turns;

  /** @param home an empty directory */
  constructor(program: GitProgram, home: string, processes = PROCESSES) {
    this.#program = program;
    this.#home = home;
    this.#turns = new Turns(processes);
  }

  /** The same git with turns of its own, for what nobody waits for. */
  inBackground(): Git {
    return new Git(this.#program, this.#home, IN_BACKGROUND);
  }

  /** Runs a command whose output is short. @throws GitFailedError, or the signal's reason */
  collect(command: GitCommand): Promise<Buffer> {
    return this.read(command, async (output) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of output) {
        bytes += chunk.length;
        if (bytes > MAX_COLLECTED_BYTES) throw new GitFailedError(`git ${command.words[0]} printed too much`);
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    });
  }

  /**
   * Runs a command and reads its output as it comes. A reader that returns before the end of it ends the process.
   * @throws GitFailedError, or the signal's reason
   */
  read<Result>(command: GitCommand, reader: (output: AsyncIterable<Buffer>) => Promise<Result>): Promise<Result> {
    return this.#turns.take(() => this.#run(command, reader));
  }

  async #run<Result>(command: GitCommand, reader: (output: AsyncIterable<Buffer>) => Promise<Result>): Promise<Result> {
    const { words, places, signal, settings = [] } = command;
    signal.throwIfAborted();
    const child = spawn(this.#program.path, [...SAFE_SETTINGS, ...settings.flatMap((setting) => ['-c', setting]), ...words], {
      cwd: places.workTree ?? places.gitDir,
      env: safeEnvironment(this.#program.path, this.#home, places),
      // A process group of its own: what git starts (pack-objects does) ends with it.
      detached: true,
    });
    const kill = () => endGroup(child);
    signal.addEventListener('abort', kill, { once: true });
    try {
      await once(child, 'spawn');
      lowerPriority(child);
      const complaint = firstBytes(child.stderr);
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      // Without a listener, Node throws the output of a process away that ends before anybody has begun to read.
      child.stdout.on('readable', () => undefined);
      // A process that has begun has nothing more to say than its end.
      child.on('error', () => undefined);
      // Git may have read enough before we have written all: that shows in its exit code.
      const fed = pipeline(Readable.from(command.input ?? []), child.stdin).catch(() => undefined);
      let isWhole = false;
      const result = await reader(upToEnd(child.stdout, () => (isWhole = true)));
      if (!isWhole) {
        // Nobody reads on, and a pipe that is not at its end would keep the process from being closed.
        child.stdout.destroy();
        kill();
      }
      const code = await ended;
      await fed;
      signal.throwIfAborted();
      if (isWhole && code !== 0) throw new GitFailedError(`git ${words[0]}: ${(await complaint).trim() || `exit code ${code}`}`);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
    }
  }
}

async function* upToEnd(output: Readable, atEnd: () => void): AsyncGenerator<Buffer> {
  for await (const chunk of output) yield chunk as Buffer;
  atEnd();
}

async function firstBytes(output: Readable): Promise<string> {
  let text = '';
  for await (const chunk of output) if (text.length < MAX_ERROR_BYTES) text += (chunk as Buffer).toString('utf8');
  return text.slice(0, MAX_ERROR_BYTES).replace(/\s+/g, ' ');
}

/** The person's agents and terminals come first. */
function lowerPriority(child: ChildProcessWithoutNullStreams): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already.
  }
}

function endGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
