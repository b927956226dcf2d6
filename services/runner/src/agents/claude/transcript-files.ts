import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GrowingFile } from '../growing-file.js';

/** Subagents of a conversation whose files are read: a bound for an agent that makes them up. */
const MAX_SUBAGENTS = 1_000;

/** Reads what agents append to their transcripts: each line once, also those of their subagents. */
export class TranscriptFiles {
  readonly #files = new Map<string, GrowingFile>();

  /**
   * Reads what has come since the last time.
   * @param transcript path of a conversation's file; its subagents' files lie in a directory beside it
   * @param onLine called with each complete line
   * @throws Error of the system when a file can't be read
   */
  async read(transcript: string, onLine: (line: string) => void): Promise<void> {
    const directory = join(transcript.replace(/\.jsonl$/, ''), 'subagents');
    // Most conversations have none.
    const names = await readdir(directory).catch(() => []);
    const paths = [transcript, ...names.filter((name) => name.endsWith('.jsonl')).slice(0, MAX_SUBAGENTS).map((name) => join(directory, name))];
    for (const path of paths) await this.#fileAt(path).readNew(onLine);
  }

  #fileAt(path: string): GrowingFile {
    const known = this.#files.get(path) ?? new GrowingFile(path);
    this.#files.set(path, known);
    return known;
  }
}
