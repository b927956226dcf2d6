import { constants, existsSync } from 'node:fs';
import { mkdir, open, readlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { RestoreRefusal, errorCode } from './restore-refusal.js';

/** Linux opens what lies below an open directory by this path, whatever its own path leads to by now. */
const OPEN_FILES = '/proc/self/fd';
const HAS_OPEN_FILES = existsSync(OPEN_FILES);

/**
 * A directory that is held open while something in it is changed. No symlink was followed on the way to it below the
 * repository, and none put in its way later leads elsewhere (on macOS, which can't name what is below an open
 * directory, the check is made on the way only).
 */
export class HeldDirectory {
  private constructor(
    private readonly handle: FileHandle,
    private readonly path: string,
  ) {}

  /** @param realPath a directory's path without symlinks. @throws RestoreRefusal when there is something else by now */
  static async open(realPath: string): Promise<HeldDirectory> {
    const held = new HeldDirectory(await openDirectory(realPath, realPath), realPath);
    // A parent may have become a symlink since the path was resolved.
    if (HAS_OPEN_FILES && (await readlink(`${OPEN_FILES}/${held.handle.fd}`)) !== realPath) {
      await held.close();
      throw new RestoreRefusal('repo_not_found', `${realPath} is being moved`);
    }
    return held;
  }

  /** The path of something in it. */
  entry(name: string): string {
    return join(HAS_OPEN_FILES ? `${OPEN_FILES}/${this.handle.fd}` : this.path, name);
  }

  /** A directory in it. @throws RestoreRefusal when it is missing, or is something else such as a symlink */
  async child(name: string): Promise<HeldDirectory> {
    return new HeldDirectory(await openDirectory(this.entry(name), name), join(this.path, name));
  }

  /** A directory in it, made when it is missing. */
  async madeChild(name: string): Promise<HeldDirectory> {
    await mkdir(this.entry(name)).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    return this.child(name);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

async function openDirectory(path: string, name: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    // Linux says ENOTDIR of a symlink, macOS ELOOP.
    if (['ENOTDIR', 'ELOOP'].includes(errorCode(error))) throw new RestoreRefusal('invalid_input', `lies behind ${name}, which is no directory by now`);
    throw error;
  }
}
