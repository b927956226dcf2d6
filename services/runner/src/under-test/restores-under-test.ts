import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { RESTORE_PIECE_BYTES, type CommandReply, type RestoreFileCommand } from '@agents-fleet/contracts';
import { createLogger } from '@agents-fleet/platform';
import { A_SESSION_ID, temporaryDirectory, type TemporaryDirectory } from '@agents-fleet/testing';
import { FileRestores } from '../restore/file-restores.js';

/** What is answered when a piece was taken. */
export const DONE = { ok: true, data: {} };

export const refusal = (code: string, message: string | RegExp) =>
  ({ ok: false, error: expect.objectContaining({ code, message: expect.stringMatching(message) }) }) as unknown as CommandReply<never>;

/** Files that are put back into a directory of its own: `root/repo`, below the only allowed root, beside `outside`. */
export class RestoresUnderTest {
  readonly repo: string;
  readonly restores: FileRestores;

  private constructor(readonly folder: TemporaryDirectory) {
    this.repo = join(realpathSync(folder.path), 'root/repo');
    mkdirSync(this.repo, { recursive: true });
    mkdirSync(join(folder.path, 'outside'));
    this.restores = new FileRestores([join(folder.path, 'root')], createLogger('spec', 'silent'));
  }

  static async open(): Promise<RestoresUnderTest> {
    return new RestoresUnderTest(await temporaryDirectory());
  }

  async close(): Promise<void> {
    await this.restores.close();
    await this.folder.remove();
  }

  /** A command for the whole of a small file, or for one piece of a larger one. */
  commandOf(path: string, content: Buffer | string, changes: Partial<RestoreFileCommand> = {}): RestoreFileCommand {
    const { piece = 0 } = changes;
    const bytes = Buffer.from(content);
    const part = bytes.subarray(piece * RESTORE_PIECE_BYTES, (piece + 1) * RESTORE_PIECE_BYTES);
    return {
      sessionId: A_SESSION_ID,
      repoPath: this.repo,
      path,
      mode: '100644',
      piece,
      pieces: Math.max(1, Math.ceil(bytes.length / RESTORE_PIECE_BYTES)),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      dataBase64: part.toString('base64'),
      ...changes,
    };
  }

  write(path: string, content: Buffer | string, changes: Partial<RestoreFileCommand> = {}): Promise<CommandReply<unknown>> {
    return this.restores.restore(this.commandOf(path, content, changes));
  }

  remove(path: string): Promise<CommandReply<unknown>> {
    return this.write(path, '', { mode: null });
  }

  at(path: string): string {
    return join(this.repo, path);
  }

  textAt(path: string): string {
    return readFileSync(this.at(path), 'utf8');
  }

  /** Every path in its directory. */
  everything(): string[] {
    return readdirSync(this.folder.path, { recursive: true }).map(String).sort();
  }
}
