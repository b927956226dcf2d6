import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { RESTORE_PIECE_BYTES, subjects, type RestoreFileCommand } from '@agents-fleet/contracts';
import { request, type Broker } from '@agents-fleet/event-log';
import { z } from 'zod';
import type { KeptContent } from './kept-contents.js';
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
  readonly #target: RestoreTarget;
  /** Why the runner can't be asked any more: each question would take its time. */
  #away: string | null = null;

  constructor(broker: Broker, target: RestoreTarget) {
    this.#broker = broker;
    this.#target = target;
  }

  /** @returns why it failed, or `null` when it is done */
  delete(path: string): Promise<string | null> {
    return this.#send({ path, mode: null, piece: 0, pieces: 1, sha256: NO_CONTENT, dataBase64: '' });
  }

  /**
   * @param work a directory for this alone: what is more than a piece is written there first, because its hash goes with
   * every piece
   * @returns why it failed, or `null` when it is done
   */
  async write(path: string, { mode }: KeptFile, content: KeptContent, work: string): Promise<string | null> {
    const send = (piece: number, pieces: number, sha256: string, bytes: Buffer) =>
      this.#send({ path, mode: mode as RestoreFileCommand['mode'], piece, pieces, sha256, dataBase64: bytes.toString('base64') });
    if (content.bytes <= RESTORE_PIECE_BYTES) {
      const bytes = await collected(content);
      return send(0, 1, createHash('sha256').update(bytes).digest('hex'), bytes);
    }
    const file = await open(join(work, 'content'), 'w+', 0o600);
    try {
      const sha256 = await writeDown(content, file);
      const pieces = Math.ceil(content.bytes / RESTORE_PIECE_BYTES);
      const buffer = Buffer.alloc(RESTORE_PIECE_BYTES);
      for (let piece = 0; piece < pieces; piece += 1) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, piece * RESTORE_PIECE_BYTES);
        const failure = await send(piece, pieces, sha256, buffer.subarray(0, bytesRead));
        if (failure !== null) return failure;
      }
      return null;
    } finally {
      await file.close();
    }
  }

  async #send(file: Omit<RestoreFileCommand, 'sessionId' | 'repoPath'>): Promise<string | null> {
    if (this.#away !== null) return this.#away;
    const { sessionId, runnerId, root } = this.#target;
    const command: RestoreFileCommand = { sessionId, repoPath: root, ...file };
    const reply = await request(this.#broker, subjects.runnerCommand(runnerId, 'restore_file'), command, { timeoutMs: PIECE_TIMEOUT_MS, reply: replyDataSchema });
    if (reply.ok) return null;
    if (reply.error.code === 'unavailable') this.#away = reply.error.message;
    return reply.error.message;
  }
}

async function collected(content: KeptContent): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** @returns the content's hash */
async function writeDown(content: KeptContent, file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content.chunks()) {
    hash.update(chunk);
    await file.appendFile(chunk);
  }
  return hash.digest('hex');
}
