import { createCipheriv, createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/** Characters of a line, without its end. */
const LINE_CHARS = 96;
const LINES_A_BLOCK = 4_096;
/** Bytes of which base64 makes a block's characters. */
const BLOCK_BYTES = (LINES_A_BLOCK * LINE_CHARS * 3) / 4;

/** Files of text to be printed by a session, and what a terminal makes of them. */
export interface PrintedText {
  readonly files: readonly string[];
  /** Bytes that the terminal prints, with two for each line's end. */
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes text that is the same in every run and repeats itself nowhere, so that a chunk that is lost, doubled or in the
 * wrong place changes the hash.
 */
export async function writePrintedText(directory: string, megabytes: number, fileCount: number): Promise<PrintedText> {
  const stream = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  const zeros = Buffer.alloc(BLOCK_BYTES);
  const hash = createHash('sha256');
  const blocksAFile = Math.ceil((megabytes * 1e6) / fileCount / (LINES_A_BLOCK * (LINE_CHARS + 2)));
  const files: string[] = [];
  for (let index = 1; index <= fileCount; index += 1) {
    const name = `part-${String(index).padStart(3, '0')}`;
    await writeFile(join(directory, name), blocksAFile, () => stream.update(zeros).toString('base64'), hash);
    files.push(name);
  }
  return { files, bytes: fileCount * blocksAFile * LINES_A_BLOCK * (LINE_CHARS + 2), sha256: hash.digest('hex') };
}

async function writeFile(path: string, blocks: number, next: () => string, hash: Hash): Promise<void> {
  const file = createWriteStream(path);
  for (let left = blocks; left > 0; left -= 1) {
    const text = next().replace(new RegExp(`.{${LINE_CHARS}}`, 'g'), '$&\n');
    hash.update(text.replaceAll('\n', '\r\n'));
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}
