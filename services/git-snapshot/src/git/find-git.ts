import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

/** A git program that is fit for snapshots. */
export interface GitProgram {
  path: string;
  version: string;
}

/**
 * Since this version `update-index` writes what it reads into one pack rather than a file an object, without touching
 * objects that exist already (decision 81).
 */
const OLDEST = [2, 38] as const;
const VERSION_TIMEOUT_MS = 10_000;

/**
 * Looks for git in the directories of PATH. Relative ones are skipped: they would depend on where we stand.
 * @returns the program, or why there is none, in words for a person
 */
export async function findGit(path: string | undefined): Promise<GitProgram | string> {
  for (const directory of (path ?? '').split(delimiter).filter(isAbsolute)) {
    const program = join(directory, 'git');
    const isThere = await access(program, constants.X_OK).then(() => true, () => false);
    if (isThere) return versionOf(program);
  }
  return 'git is not installed';
}

async function versionOf(path: string): Promise<GitProgram | string> {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { env: { LC_ALL: 'C' }, timeout: VERSION_TIMEOUT_MS });
    return fitProgram(path, stdout);
  } catch {
    return `${path} does not run`;
  }
}

/** Whether what `git --version` printed is of a version that is new enough. */
export function fitProgram(path: string, printed: string): GitProgram | string {
  const [, version, major, minor] = /^git version ((\d+)\.(\d+)\S*)/.exec(printed) ?? [];
  if (version === undefined) return `${path} does not say its version`;
  const isOld = Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1]);
  return isOld ? `git ${version} is too old: ${OLDEST.join('.')} or newer is needed` : { path, version };
}
