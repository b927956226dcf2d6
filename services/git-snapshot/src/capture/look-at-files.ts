import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { bytesOfPath } from '../git/path-text.js';
import { isAbsent } from '../git-file.js';
import type { LeftOut } from './left-out.js';
import type { Scan } from './scan.js';

/** A file that is to be read. */
export interface FoundFile {
  path: string;
  bytes: number;
  isSymlink: boolean;
  /** When it was last written or moved, in milliseconds since the epoch: nobody can set this time back. */
  changedMs: number;
}

/** What paths turn out to be. */
export interface LookedAt {
  files: FoundFile[];
  /** Not there, or something that git can't hold (a directory, a pipe). */
  gone: string[];
}

/** Each is a thread of Node's for a moment; more would keep every core of a small machine busy. */
const AT_ONCE = 2;

/** Looks at paths without following any link. What must not be read is left out. */
export async function lookAtFiles(scan: Scan, paths: readonly string[], leftOut: LeftOut): Promise<LookedAt> {
  const looked: LookedAt = { files: [], gone: [] };
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    scan.deadline.signal.throwIfAborted();
    const some = paths.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map((path) => look(scan.store.root, path)));
    found.forEach((status, at) => sort(some[at] ?? '', status, scan.limits.bytes, looked, leftOut));
  }
  return looked;
}

function sort(path: string, status: Stats | 'gone' | 'unreadable', maxBytes: number, looked: LookedAt, leftOut: LeftOut): void {
  if (status === 'gone') looked.gone.push(path);
  else if (status === 'unreadable') leftOut.add(path, "can't be read");
  else if (isInGitDirectory(path)) leftOut.add(path, 'is in a directory with the name .git');
  else if (status.isSymbolicLink() && /(?:^|\/)\.gitmodules$/i.test(path)) leftOut.add(path, 'is a link, which git does not take under this name');
  else if (status.isSymbolicLink()) looked.files.push({ path, bytes: status.size, isSymlink: true, changedMs: status.ctimeMs });
  else if (!status.isFile()) looked.gone.push(path);
  else if (status.size > maxBytes) leftOut.add(path, `is larger than ${maxBytes} bytes`);
  else looked.files.push({ path, bytes: status.size, isSymlink: false, changedMs: status.ctimeMs });
}

async function look(root: string, path: string): Promise<Stats | 'gone' | 'unreadable'> {
  try {
    return await lstat(Buffer.concat([Buffer.from(`${root}/`), bytesOfPath(path)]));
  } catch (error) {
    return isAbsent(error) ? 'gone' : 'unreadable';
  }
}

/** Git refuses such names, whatever the case of their letters. */
function isInGitDirectory(path: string): boolean {
  return path.split('/').some((part) => part.toLowerCase() === '.git');
}
