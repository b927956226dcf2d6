import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { restoreFileCommandSchema, restoreResultSchema, subjects, type CommandReply, type RestoreFileCommand, type RestoreResult } from '@agents-fleet/contracts';
import { request, respond, type Stoppable } from '@agents-fleet/event-log';
import { A_RUNNER_ID } from '@agents-fleet/testing';
import type { ServiceUnderTest } from './service-under-test.js';

/** Restores of the session under test, and the runner that writes for them. */
export class RestoresUnderTest {
  /** What the runner was sent. */
  readonly received: RestoreFileCommand[] = [];
  #runner: Stoppable | null = null;

  constructor(private readonly test: ServiceUnderTest) {}

  /** Does with the pieces what a runner does: writes what has the hash that it should have. */
  answerAsRunner(): void {
    const pieces: Buffer[] = [];
    this.answerWith((command) => {
      const path = join(command.repoPath, command.path);
      if (command.mode === null) rmSync(path, { force: true });
      else {
        if (command.piece === 0) pieces.length = 0;
        pieces.push(Buffer.from(command.dataBase64, 'base64'));
        if (command.piece === command.pieces - 1) {
          const content = Buffer.concat(pieces);
          expect(createHash('sha256').update(content).digest('hex')).toBe(command.sha256);
          mkdirSync(join(path, '..'), { recursive: true });
          writeFileSync(path, content);
          chmodSync(path, command.mode === '100755' ? 0o755 : 0o644);
        }
      }
      return { ok: true, data: {} };
    });
  }

  answerWith(answer: (command: RestoreFileCommand) => CommandReply<unknown>): void {
    this.#runner = respond(this.test.connection, subjects.runnerCommand(A_RUNNER_ID, 'restore_file'), (message) => {
      const command = restoreFileCommandSchema.parse(message.json());
      this.received.push(command);
      return answer(command);
    });
  }

  /** Asks for a restore. */
  ask(snapshotId: string, paths: readonly string[], more: { preview?: boolean; keptAs?: string | null } = {}): Promise<CommandReply<RestoreResult>> {
    const command = { sessionId: this.test.sessionId, correlationId: 'spec', snapshotId, paths, preview: false, ...more };
    return request(this.test.connection, subjects.gitCommand('restore'), command, { timeoutMs: 20_000, reply: restoreResultSchema });
  }

  /** Asks for a restore that is not refused. */
  async done(...asked: Parameters<RestoresUnderTest['ask']>): Promise<RestoreResult> {
    const reply = await this.ask(...asked);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.data;
  }

  stop(): void {
    this.#runner?.stop();
  }
}
