import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitCaptured } from '@agents-fleet/contracts';
import { findGitDirectory, type GitDirectory } from './git-directory.js';
import { asUnreadable, isAbsent, isInside, readGitFile, UnreadableRepositoryError } from './git-file.js';
import { isRefName } from './ref-name.js';

export type RepositoryHead = Pick<GitCaptured['data'], 'state' | 'head' | 'branch' | 'detail'>;

/** HEAD and a loose ref hold one line. */
const MAX_REF_BYTES = 8 * 1024;
/** About half a million refs; above that the answer is "unreadable", never a service out of memory. */
const MAX_PACKED_REFS_BYTES = 32 * 1024 * 1024;
/** As many symbolic refs as git follows. */
const MAX_SYMBOLIC_DEPTH = 5;
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const BRANCHES = 'refs/heads/';
/** What git writes into HEAD when the refs lie in a reftable. */
const REFTABLE_REF = 'refs/heads/.invalid';

/** A repository as its files show it: where it is (`null` when there is none to be read), and its head. */
export interface Repository {
  git: GitDirectory | null;
  head: RepositoryHead;
}

/**
 * The repository of a path with its commit and branch, read from git's files. No git process is started: one would
 * run what the repository's configuration tells it to (decision 1).
 * @param roots the allowed roots; nothing outside of them is read
 */
export async function readRepository(repoPath: string, roots: readonly string[]): Promise<Repository> {
  try {
    const real = await realpath(repoPath);
    const realRoots = await existingRoots(roots);
    if (!realRoots.some((root) => isInside(root, real))) return none(without('unreadable', `${repoPath} is outside the allowed roots`));
    if (!(await stat(real)).isDirectory()) return none(without('missing', `${repoPath} is not a directory`));
    const git = await findGitDirectory(real, realRoots);
    if (git !== null) return { git, head: await headOf(git) };
    return none((await bareHead(real)) ?? without('not_a_repository', `${repoPath} is not in a git repository`));
  } catch (error) {
    if (isAbsent(error)) return none(without('missing', `${repoPath} does not exist`));
    return none(without('unreadable', asUnreadable(error, repoPath).message));
  }
}

/** The commit and branch alone. */
export async function readRepositoryHead(repoPath: string, roots: readonly string[]): Promise<RepositoryHead> {
  return (await readRepository(repoPath, roots)).head;
}

/** A repository without a work tree has its files where others have `.git`. */
async function bareHead(path: string): Promise<RepositoryHead | null> {
  const isBare = await Promise.all(['objects', 'refs'].map((name) => stat(join(path, name)).then((found) => found.isDirectory(), () => false)));
  if (isBare.includes(false) || (await readGitFile(path, join(path, 'HEAD'), MAX_REF_BYTES)) === null) return null;
  const { head, branch } = await headOf({ root: path, own: path, common: path });
  return { state: 'bare', head, branch, detail: 'the repository is bare: there are no files to compare' };
}

/** Real paths of the roots. One may be missing (not mounted, not made yet): then nothing can lie in it. */
export async function existingRoots(roots: readonly string[]): Promise<string[]> {
  const real = roots.map((root) =>
    realpath(root).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw asUnreadable(error, root);
    }),
  );
  return (await Promise.all(real)).filter((root) => root !== null);
}

async function headOf(git: GitDirectory): Promise<RepositoryHead> {
  const head = await readGitFile(git.own, join(git.own, 'HEAD'), MAX_REF_BYTES);
  if (head === null) return without('not_a_repository', `${git.own} has no HEAD`);
  let value = parseRef(head, 'HEAD');
  const branch = value.ref?.startsWith(BRANCHES) === true ? value.ref.slice(BRANCHES.length) : null;
  for (let depth = 0; value.ref !== null; depth += 1) {
    if (depth === MAX_SYMBOLIC_DEPTH) throw new UnreadableRepositoryError('HEAD goes through too many symbolic refs');
    const next = await lookUp(git, value.ref);
    if (next === null) return { state: 'no_commit', head: null, branch, detail: 'the branch has no commit yet' };
    value = next;
  }
  return { state: 'ok', head: value.objectId, branch, detail: null };
}

/** A ref's content: either the id of an object or the name of another ref. */
type RefValue = { objectId: string; ref: null } | { objectId: null; ref: string };

function parseRef(content: Buffer, name: string): RefValue {
  const line = content.toString('utf8').trimEnd();
  if (OBJECT_ID.test(line)) return { objectId: line, ref: null };
  const ref = line.startsWith('ref:') ? line.slice('ref:'.length).trimStart() : '';
  if (ref === REFTABLE_REF) throw new UnreadableRepositoryError('the repository keeps its refs in a reftable, which is not read');
  if (!isRefName(ref)) throw new UnreadableRepositoryError(`${name} holds neither a commit nor a ref`);
  return { objectId: null, ref };
}

async function lookUp(git: GitDirectory, ref: string): Promise<RefValue | null> {
  for (const directory of new Set([git.own, git.common])) {
    const loose = await readGitFile(directory, join(directory, ref), MAX_REF_BYTES);
    if (loose !== null) return parseRef(loose, ref);
  }
  const packed = await readGitFile(git.common, join(git.common, 'packed-refs'), MAX_PACKED_REFS_BYTES);
  const objectId = packed === null ? null : packedObjectId(packed, ref);
  return objectId === null ? null : { objectId, ref: null };
}

function packedObjectId(packed: Buffer, ref: string): string | null {
  // Searched as bytes: a large file is not turned into a string for one line. The file may start with the entry.
  const end = packed.indexOf(` ${ref}\n`);
  if (end < 0) return null;
  const objectId = packed.toString('latin1', packed.lastIndexOf('\n', end) + 1, end);
  if (!OBJECT_ID.test(objectId)) throw new UnreadableRepositoryError('packed-refs is damaged');
  return objectId;
}

function none(head: RepositoryHead): Repository {
  return { git: null, head };
}

function without(state: RepositoryHead['state'], detail: string): RepositoryHead {
  return { state, head: null, branch: null, detail };
}
