import { type Writable } from 'node:stream';
import { DownloadStream } from '../terminal/download-stream.js';

/** Writes one value as a JSON file for people and programs. */
export async function writeJson(value: unknown, target: Writable): Promise<void> {
  await writeText(`${JSON.stringify(value, null, 2)}\n`, target);
}

export async function writeText(text: string, target: Writable): Promise<void> {
  const stream = new DownloadStream(target);
  await stream.write(text);
  stream.end();
}

/** Writes a list as a JSON array, an item a line, while it is being read. */
export async function writeJsonLines(items: AsyncIterable<unknown>, target: Writable): Promise<void> {
  const stream = new DownloadStream(target);
  let separator = '[\n';
  for await (const item of items) {
    if (stream.gone) return;
    await stream.write(`${separator}${JSON.stringify(item)}`);
    separator = ',\n';
  }
  await stream.write(separator === '[\n' ? '[]\n' : '\n]\n');
  stream.end();
}
