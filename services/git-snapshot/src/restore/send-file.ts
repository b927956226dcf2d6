import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { RESTORE_PIECE_BYTES, subjects, type RestoreFileCommand } from '@agents-fleet/contracts';
import { request, type Broker } from '@agents-fleet/event-log';
import { z } from 'zod';
import { storePlaces } from '../diff/diff-places.js';
import type { Git } from '../git/git.js';
import type { KeptFile } from './kept-files.js';

/** Where files are put back: by which runner, in which repository. */
export interface RestoreTarget {
  sessionId: string;
  runnerId: string;
  /** Top of the work tree. */
  root: string;
}

/** One piece is a write of half a megabyte. */
const PIECE_TIMEOUT_MS = 30_000;
const NO_CONTENT = createHash('sha256').digest('hex');
/** A runner has nothing to say but that it is done. */
const replyDataSchema = z.unknown();

/** Sends what is put back to the session's runner, in pieces. */
export class FileSender {
  readonly #broker: Broker;
  readonly #git: Git;
  readonly #gitDir: string;
  readonly #target: RestoreTarget;

  constructor(broker: Broker, git: Git, gitDir: string, target: RestoreTarget) {
    this.#broker = broker;
    this.#git = git;
    this.#gitDir = gitDir;
    this.#target = target;
  }

  /** @returns why it failed, or `null` when it is done */
  delete(path: string): Promise<string | null> {
    return this.#send({ path, mode: null, piece: 0, pieces: 1, sha256: NO_CONTENT, dataBase64: '' });
  }

  /**
   * @param work a directory for this alone: the content is written there first, because its hash goes with every piece
   * @returns why it failed, or `null` when it is done
   */
  async write(path: string, kept: KeptFile, work: string, signal: AbortSignal): Promise<string | null> {
    const file = await open(join(work, 'content'), 'w+', 0o600);
    try {
      const hash = createHash('sha256');
      let bytes = 0;
      await this.#git.read({ words: ['cat-file', 'blob', kept.id], places: storePlaces({ gitDir: this.#gitDir }), signal }, async (output) => {
        for await (const chunk of output) {
          hash.update(chunk);
          bytes += chunk.length;
          await file.appendFile(chunk);
        }
      });
      const sha256 = hash.digest('hex');
      const pieces = Math.max(1, Math.ceil(bytes / RESTORE_PIECE_BYTES));
      const buffer = Buffer.alloc(Math.min(bytes, RESTORE_PIECE_BYTES));
      for (let piece = 0; piece < pieces; piece += 1) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, piece * RESTORE_PIECE_BYTES);
        const dataBase64 = buffer.toString('base64', 0, bytesRead);
        const failure = await this.#send({ path, mode: kept.mode as RestoreFileCommand['mode'], piece, pieces, sha256, dataBase64 });
        if (failure !== null) return failure;
      }
      return null;
    } finally {
      await file.close();
    }
  }

  async #send(file: Omit<RestoreFileCommand, 'sessionId' | 'repoPath'>): Promise<string | null> {
    const { sessionId, runnerId, root } = this.#target;
    const command: RestoreFileCommand = { sessionId, repoPath: root, ...file };
    const reply = await request(this.#broker, subjects.runnerCommand(runnerId, 'restore_file'), command, { timeoutMs: PIECE_TIMEOUT_MS, reply: replyDataSchema });
    return reply.ok ? null : reply.error.message;
  }
}
