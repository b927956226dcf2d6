import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitDirectory } from '../git-directory.js';
import { readGitFile } from '../git-file.js';
import { borrow, objectDirectories } from './borrowed-objects.js';

/**
 * A git directory of our own for one work tree: kept trees, what changed, and an index that remembers which files we have
 * read. The repository's own directory is only read (decision 80).
 */
export interface ShadowStore {
  /** Real path of the work tree's top. */
  root: string;
  gitDir: string;
  /** Digits of an object's id: 40 or, where the repository says so, 64. */
  idLength: number;
  /** Directories of links to the repository's objects. */
  borrowed: readonly string[];
}

/** A repository's configuration is some lines; only the format of its objects is looked for. */
const MAX_CONFIGURATION_BYTES = 1024 * 1024;
const SHA256_REPOSITORY = /^\s*objectformat\s*=\s*"?sha256"?\s*$/im;

/** Takes files as the bytes that they are, whatever a `.gitattributes` file says: this file comes before those. */
const ATTRIBUTES = '* -text -eol -crlf -ident -filter -working-tree-encoding !diff !merge !whitespace\n';

/**
 * Opens the store of a work tree, and makes it when there is none.
 * @param stores directory of all stores
 * @param roots real paths of the allowed roots
 * @throws UnreadableRepositoryError
 */
export async function openShadowStore(stores: string, git: GitDirectory, roots: readonly string[]): Promise<ShadowStore> {
  const isSha256 = SHA256_REPOSITORY.test((await readGitFile(git.common, join(git.common, 'config'), MAX_CONFIGURATION_BYTES))?.toString('utf8') ?? '');
  const name = createHash('sha256').update(`${git.root}\0${isSha256 ? 'sha256' : 'sha1'}`).digest('hex').slice(0, 32);
  const gitDir = join(stores, `${name}.git`);
  await makeStore(gitDir, isSha256);
  const borrowed = await borrow(await objectDirectories(git.common, roots), join(gitDir, 'borrowed'));
  return { root: git.root, gitDir, idLength: isSha256 ? 64 : 40, borrowed };
}

/** Written by hand rather than by `git init`, which would copy templates with hooks. */
async function makeStore(gitDir: string, isSha256: boolean): Promise<void> {
  if (await stat(gitDir).then(() => true, () => false)) return;
  const made = `${gitDir}.${process.pid}.${performance.now()}`;
  for (const directory of ['objects/pack', 'objects/info', 'refs', 'info', 'work']) await mkdir(join(made, directory), { recursive: true, mode: 0o700 });
  await writeFile(join(made, 'HEAD'), 'ref: refs/heads/none\n', { mode: 0o600 });
  const format = isSha256 ? '\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n' : '\trepositoryformatversion = 0\n';
  await writeFile(join(made, 'config'), `[core]\n\tbare = true\n${format}`, { mode: 0o600 });
  await writeFile(join(made, 'info/attributes'), ATTRIBUTES, { mode: 0o600 });
  await rename(made, gitDir).catch(async (error: unknown) => {
    await rm(made, { recursive: true, force: true });
    // Another capture may have made it in the meantime.
    if (!(await stat(gitDir).then(() => true, () => false))) throw error;
  });
}

/** Packs of a store; a capture adds one to three. */
export async function packsOf(gitDir: string): Promise<number> {
  return (await readdir(join(gitDir, 'objects/pack'))).filter((name) => name.endsWith('.pack')).length;
}
