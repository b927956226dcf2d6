import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { captureRequestSchema, type CaptureRequest } from './capture-request.js';

/**
 * Snapshots that the log has asked for and that are not taken yet, on the disk: a long one keeps no other event waiting,
 * and a service that was killed takes it after its next start.
 */
export class PendingCaptures {
  readonly #directory: string;

  /** @param directory exists */
  constructor(directory: string) {
    this.#directory = directory;
  }

  async add(request: CaptureRequest): Promise<void> {
    const path = this.#path(request);
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(request));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }

  async remove(request: CaptureRequest): Promise<void> {
    await rm(this.#path(request), { force: true });
  }

  /** Starts first: the sooner they are read, the truer they are. */
  async all(): Promise<CaptureRequest[]> {
    const names = (await readdir(this.#directory)).filter((name) => name.endsWith('.json'));
    const texts = await Promise.all(names.map((name) => readFile(join(this.#directory, name), 'utf8')));
    const requests = texts.map((text) => captureRequestSchema.parse(JSON.parse(text)));
    return requests.sort((a, b) => Number(b.phase === 'start') - Number(a.phase === 'start') || (a.causedAt < b.causedAt ? -1 : 1));
  }

  #path({ sessionId, snapshotId }: CaptureRequest): string {
    return join(this.#directory, `${sessionId}.${snapshotId}.json`);
  }
}
