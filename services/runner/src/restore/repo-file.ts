import type { Stats } from 'node:fs';
import { lstat, rename, rmdir, unlink } from 'node:fs/promises';
import { HeldDirectory } from './held-directory.js';
import { errorCode, RestoreRefusal } from './restore-refusal.js';

/**
 * The place of one file in a repository, held by the directories that lead to it.
 *
 * An agent may be writing the same file: the last writer wins, as with any two editors. What was there before is in the
 * snapshot that git-snapshot has taken first; a file is put in place by renaming, so nobody sees half of it.
 */
export class RepoFile {
  private constructor(
    /** From the repository to the file's directory. */
    private readonly directories: readonly HeldDirectory[],
    private readonly parts: readonly string[],
  ) {}

  /** Opens the way to a file and makes directories that are missing. */
  static async makeWay(repo: string, parts: readonly string[]): Promise<RepoFile> {
    return RepoFile.#walk(repo, parts, (directory, name) => directory.madeChild(name));
  }

  /** Opens the way to a file; `null` when a directory is missing, and the file with it. */
  static async find(repo: string, parts: readonly string[]): Promise<RepoFile | null> {
    try {
      return await RepoFile.#walk(repo, parts, (directory, name) => directory.child(name));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  static async #walk(
    repo: string,
    parts: readonly string[],
    next: (directory: HeldDirectory, name: string) => Promise<HeldDirectory>,
  ): Promise<RepoFile> {
    const root = await HeldDirectory.open(repo);
    const directories = [root];
    try {
      let directory = root;
      for (const name of parts.slice(0, -1)) {
        directory = await next(directory, name);
        directories.push(directory);
      }
      return new RepoFile(directories, parts);
    } catch (error) {
      await closeAll(directories);
      throw error;
    }
  }

  /** The path of another file in the same directory. */
  beside(name: string): string {
    const directory = this.directories.at(-1);
    if (directory === undefined) throw new Error('a file lies in a directory');
    return directory.entry(name);
  }

  get #path(): string {
    return this.beside(this.parts.at(-1) ?? '');
  }

  /** What is there: never what a symlink leads to. `null` when nothing is. */
  async look(): Promise<Stats | null> {
    try {
      return await lstat(this.#path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  /** Puts another file of the same directory here. An empty directory gives way, as git doesn't know of such. */
  async replaceBy(name: string): Promise<void> {
    const there = await this.look();
    refuseSpecialFiles(there);
    if (there?.isDirectory() === true) await rmdir(this.#path);
    await rename(this.beside(name), this.#path);
  }

  /** Removes it, and, like git, the directories that have become empty by it. */
  async remove(): Promise<void> {
    const there = await this.look();
    if (there === null) return;
    refuseSpecialFiles(there);
    if (there.isDirectory()) await rmdir(this.#path);
    else await unlink(this.#path);
    for (let depth = this.directories.length - 2; depth >= 0; depth -= 1) {
      const above = this.directories[depth];
      const name = this.parts[depth];
      if (above === undefined || name === undefined || !(await isRemovedWhenEmpty(above.entry(name)))) return;
    }
  }

  close(): Promise<void> {
    return closeAll(this.directories);
  }
}

/** No snapshot holds a pipe or a device: replacing one would lose it. */
function refuseSpecialFiles(there: Stats | null): void {
  if (there === null || there.isFile() || there.isSymbolicLink() || there.isDirectory()) return;
  throw new RestoreRefusal('invalid_input', 'is a pipe, a socket or a device by now');
}

async function isRemovedWhenEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch {
    // It has files, or is where somebody works: it stays, and the file is gone all the same.
    return false;
  }
}

async function closeAll(directories: readonly HeldDirectory[]): Promise<void> {
  for (const directory of directories) await directory.close();
}
