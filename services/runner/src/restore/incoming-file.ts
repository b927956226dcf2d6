import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile, symlink, unlink, type FileHandle } from 'node:fs/promises';
import { ulid } from 'ulid';
import type { RestoreFileCommand } from '@agents-fleet/contracts';
import type { RepoFile } from './repo-file.js';
import { errorCode, RestoreRefusal } from './restore-refusal.js';

/** Longest target of a symlink in bytes, as Linux has it. */
const MAX_LINK_BYTES = 4096;

type FileMode = NonNullable<RestoreFileCommand['mode']>;

/** What a file becomes, said with each of its pieces. */
export interface IncomingPlan {
  readonly mode: FileMode;
  readonly pieces: number;
  readonly sha256: string;
}

/**
 * A file on its way: its pieces gather in a file beside the one that they become, which nobody else may read yet. It is
 * put in place when it is whole and its hash is right.
 */
export class IncomingFile {
  readonly #name = `.agents-fleet-restore-${ulid()}`;
  readonly #hash: Hash = createHash('sha256');
  #received = 0;
  #handle: FileHandle | null = null;

  private constructor(
    readonly plan: IncomingPlan,
    private readonly file: RepoFile,
    private readonly umask: number,
  ) {}

  /** @param umask of this process, which new files heed as any program's do */
  static async begin(file: RepoFile, plan: IncomingPlan, umask: number): Promise<IncomingFile> {
    const incoming = new IncomingFile(plan, file, umask);
    try {
      incoming.#handle = await open(file.beside(incoming.#name), constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
      return incoming;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Number of the piece that comes next. */
  get next(): number {
    return this.#received;
  }

  async add(bytes: Uint8Array): Promise<void> {
    await this.#open.appendFile(bytes);
    this.#hash.update(bytes);
    this.#received += 1;
  }

  /** Puts it in place. @throws RestoreRefusal when it isn't what was announced */
  async finish(): Promise<void> {
    if (this.#hash.digest('hex') !== this.plan.sha256) throw new RestoreRefusal('invalid_input', 'is not what was announced: its hash differs', 'sha256');
    if (this.plan.mode === '120000') await this.#becomeLink();
    else {
      await this.#open.chmod(await this.#permissions(this.plan.mode));
      // Renamed before its bytes are on the disk, it could be empty after a power cut.
      await this.#open.sync();
    }
    await this.file.replaceBy(this.#name);
    await this.#close();
  }

  /** Removes what has come so far. */
  async abandon(): Promise<void> {
    try {
      await unlink(this.file.beside(this.#name));
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    } finally {
      await this.#close();
    }
  }

  get #open(): FileHandle {
    if (this.#handle === null) throw new Error('the file is closed');
    return this.#handle;
  }

  /** Git knows only whether a file can be run. Who else may read it stays as it was: a private file stays private. */
  async #permissions(mode: '100644' | '100755'): Promise<number> {
    const there = await this.file.look();
    const readable = there?.isFile() === true ? (there.mode & 0o666) | 0o600 : 0o666 & ~this.umask;
    return mode === '100755' ? readable | ((readable & 0o444) >> 2) : readable;
  }

  /** The bytes are where the link leads: written as they are, and followed by nobody here. */
  async #becomeLink(): Promise<void> {
    const path = this.file.beside(this.#name);
    const target = await readFile(path);
    if (target.length === 0 || target.length > MAX_LINK_BYTES || target.includes(0)) {
      throw new RestoreRefusal('invalid_input', 'is no symlink that can be made', 'dataBase64');
    }
    await unlink(path);
    await symlink(target, path);
  }

  async #close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
    await this.file.close();
  }
}
