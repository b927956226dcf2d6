import { umask } from 'node:process';
import { RESTORE_PIECE_BYTES, type CommandReply, type RestoreFileCommand } from '@agents-fleet/contracts';
import type { Logger } from '@agents-fleet/platform';
import { checkRepoPath } from '../repo/repo-path.js';
import { IncomingFile, type IncomingPlan } from './incoming-file.js';
import { RepoFile } from './repo-file.js';
import { checkRestorePath } from './restore-path.js';
import { refusalOf, RestoreRefusal } from './restore-refusal.js';

/** A file whose next piece doesn't come for so long is given up. Pieces follow each other within milliseconds. */
const GIVE_UP_AFTER_MS = 20_000;
/** Files that are coming in at a time, of all sessions: each holds a few open files. */
const MOST_AT_ONCE = 16;

/** The file of a session whose pieces are coming in. */
interface Coming {
  readonly path: string;
  readonly file: IncomingFile;
  timer: NodeJS.Timeout;
}

/**
 * Puts files of sessions back, for git-snapshot, which sees the repositories read-only. Sessions that ended long ago are
 * known to nobody here: what may be written to is decided by the allowed roots, as for the start of a session.
 */
export class FileRestores {
  /** By session. */
  readonly #coming = new Map<string, Coming>();
  /** What is being done for a session: one thing at a time, in the order in which it was asked for. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** Read once: reading it sets it for a moment. */
  readonly #umask = umask();

  constructor(
    private readonly repoRoots: readonly string[],
    private readonly logger: Logger,
    private readonly giveUpAfterMs = GIVE_UP_AFTER_MS,
  ) {}

  /** Takes one piece of a file; the last one puts the file in place. */
  async restore(command: RestoreFileCommand): Promise<CommandReply<unknown>> {
    return this.#inTurn(command.sessionId, async () => {
      try {
        await this.#take(command);
        return { ok: true, data: {} };
      } catch (error) {
        const { code, message, field } = refusalOf(error);
        return { ok: false, error: { code, message, field } };
      }
    });
  }

  /** Gives up what has not come whole. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#turns.values());
    for (const sessionId of [...this.#coming.keys()]) await this.#giveUp(sessionId);
  }

  async #inTurn<Result>(sessionId: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#turns.get(sessionId) ?? Promise.resolve()).then(work, work);
    this.#turns.set(sessionId, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(sessionId) === turn) this.#turns.delete(sessionId);
    }
  }

  async #take(command: RestoreFileCommand): Promise<void> {
    const { sessionId, repoPath, path, mode, piece, pieces, sha256 } = command;
    const repo = checkRepoPath(repoPath, this.repoRoots);
    if (!repo.ok) throw new RestoreRefusal(repo.error.code, repo.error.message, repo.error.field);
    const checked = checkRestorePath(path);
    if (!checked.ok) throw new RestoreRefusal('invalid_input', checked.message);
    if (piece >= pieces) throw new RestoreRefusal('invalid_input', `must be below ${pieces}`, 'piece');
    await this.#makeRoomFor(sessionId, path, piece);
    if (mode === null) {
      await deleteFile(repo.path, checked.parts);
      return;
    }
    const bytes = bytesOf(command);
    const file = piece === 0 ? await this.#begin(repo.path, checked.parts, { mode, pieces, sha256 }) : this.#expected(command);
    this.#forget(sessionId);
    try {
      await file.add(bytes);
      if (file.next === pieces) await file.finish();
      else this.#expect(sessionId, path, file);
    } catch (error) {
      await file.abandon();
      throw error;
    }
  }

  /** A first piece begins anew; of another file only when the one before is done or has been given up. */
  async #makeRoomFor(sessionId: string, path: string, piece: number): Promise<void> {
    if (piece > 0) return;
    const coming = this.#coming.get(sessionId);
    if (coming === undefined) {
      if (this.#coming.size >= MOST_AT_ONCE) throw new RestoreRefusal('unavailable', 'too many files are being put back at once', null);
    } else if (coming.path === path) await this.#giveUp(sessionId);
    else throw new RestoreRefusal('unavailable', 'another file of this session is being put back', null);
  }

  async #begin(repo: string, parts: readonly string[], plan: IncomingPlan): Promise<IncomingFile> {
    return IncomingFile.begin(await RepoFile.makeWay(repo, parts), plan, this.#umask);
  }

  /** The file that a later piece is for. @throws RestoreRefusal when it isn't the one that comes next */
  #expected({ sessionId, path, mode, piece, pieces, sha256 }: RestoreFileCommand): IncomingFile {
    const coming = this.#coming.get(sessionId);
    const { plan, next } = coming?.file ?? {};
    const fits = coming?.path === path && plan?.mode === mode && plan.pieces === pieces && plan.sha256 === sha256 && next === piece;
    if (!fits) throw new RestoreRefusal('invalid_input', 'is not the piece that comes next: the file must be sent anew', 'piece');
    return coming.file;
  }

  #expect(sessionId: string, path: string, file: IncomingFile): void {
    const timer = setTimeout(() => {
      void this.#inTurn(sessionId, () => this.#giveUp(sessionId)).catch((error: unknown) => {
        this.logger.warn({ sessionId, error }, 'the rest of a file did not come, and what had come could not be removed');
      });
    }, this.giveUpAfterMs);
    this.#coming.set(sessionId, { path, file, timer });
  }

  #forget(sessionId: string): void {
    clearTimeout(this.#coming.get(sessionId)?.timer);
    this.#coming.delete(sessionId);
  }

  async #giveUp(sessionId: string): Promise<void> {
    const coming = this.#coming.get(sessionId);
    this.#forget(sessionId);
    await coming?.file.abandon();
  }
}

async function deleteFile(repo: string, parts: readonly string[]): Promise<void> {
  const file = await RepoFile.find(repo, parts);
  if (file === null) return;
  try {
    await file.remove();
  } finally {
    await file.close();
  }
}

function bytesOf({ dataBase64 }: RestoreFileCommand): Buffer {
  const bytes = Buffer.from(dataBase64, 'base64');
  // Node skips what is no base64; a file with holes would only be found out by its hash.
  if (bytes.toString('base64') !== dataBase64) throw new RestoreRefusal('invalid_input', 'is not base64', 'dataBase64');
  if (bytes.length > RESTORE_PIECE_BYTES) throw new RestoreRefusal('invalid_input', `holds more than ${RESTORE_PIECE_BYTES} bytes`, 'dataBase64');
  return bytes;
}
