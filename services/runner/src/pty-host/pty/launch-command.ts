import { accessSync, constants } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import type { InheritedMark } from '../processes/inherited-mark.js';

/** Where bash lies on Linux and macOS, before PATH is asked (NixOS keeps it elsewhere). */
const BASH_PATHS = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'];

/**
 * Runs before the session's own command, in the same process:
 * - closes what the process inherited by accident. node-pty opens its master sides without close-on-exec, so without
 *   this a session's program could read and write every other session's terminal.
 * - puts the mark on the process that all its descendants inherit (see `inherited-mark.ts`); a system without these
 *   limits (macOS) goes without.
 * - waits for a line from the session's gate, when it has one. No line, but its end: whoever held it is gone.
 */
const PREAMBLE = `
for fd in /dev/fd/*; do
  fd=\${fd##*/}
  if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
done
if [ -n "$1" ]; then ulimit -S -q "$1" 2>/dev/null; ulimit -S -i "$2" 2>/dev/null; fi
if [ -n "$3" ]; then read -r _ <"$3" || exit 1; fi
shift 3
exec "$@"`;

/** Thrown when the machine has no bash: sessions can't be started then. */
export class NoShellError extends Error {
  override readonly name = 'NoShellError';
}

export interface LaunchVector {
  file: string;
  args: string[];
}

/**
 * The argument vector that a session is started by. The person's text is one argument of it, never part of a script
 * of ours.
 * @param command run by bash; `null` is the person's login shell
 * @param gate path of the pipe that holds the command back; `null`: nothing does
 */
export function launchVector(command: string | null, mark: InheritedMark | null, gate: string | null = null, environment = process.env): LaunchVector {
  const bash = findBash(environment);
  const program = command === null ? [loginShell(environment) ?? bash, '-l'] : [bash, '-c', command];
  const limits = mark === null ? ['', ''] : [String(mark.messageQueueBytes), String(mark.pendingSignals)];
  return { file: bash, args: ['-c', PREAMBLE, 'agents-fleet', ...limits, gate ?? '', ...program] };
}

function loginShell(environment: NodeJS.ProcessEnv): string | null {
  return [environment['SHELL'], userInfo().shell].find((shell) => shell !== undefined && shell !== null && isExecutable(shell)) ?? null;
}

function findBash(environment: NodeJS.ProcessEnv): string {
  const onPath = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '').map((folder) => join(folder, 'bash'));
  const found = [...BASH_PATHS, ...onPath].find(isExecutable);
  if (found === undefined) throw new NoShellError('no bash on this machine: sessions need it');
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
