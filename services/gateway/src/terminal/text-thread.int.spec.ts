import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Transcript } from '@agents-fleet/terminal';
import { RECORDED_PROGRAMS, recordedSession, type RecordedSession } from '@agents-fleet/terminal/recorded-sessions';
import { temporaryDirectory, threadProgram, type TemporaryDirectory } from '@agents-fleet/testing';
import { TEXT_THREAD } from '../spec-support/text-thread.js';
import { type Downloadable } from './terminal-download.js';
import { TextDownload } from './text-download.js';
import { type OpenTextMaker } from './text-maker.js';
import { textPiecesOf } from './text-pieces.js';
import { textInThread } from './text-thread.js';

let thread: Awaited<ReturnType<typeof threadProgram>>;
let directory: TemporaryDirectory;
let openMaker: OpenTextMaker;
beforeAll(async () => {
  thread = await threadProgram(TEXT_THREAD);
  directory = await temporaryDirectory();
  openMaker = textInThread(thread.file);
});
afterAll(async () => {
  thread.remove();
  await directory.remove();
});

/** A program that answers its first request and is then busy for ever. */
async function stuckProgram(): Promise<string> {
  const file = join(directory.path, 'stuck.mjs');
  await writeFile(file, `import { parentPort } from 'node:worker_threads';
let asked = 0;
parentPort.on('message', () => { if (asked++ === 0) parentPort.postMessage(new TextEncoder().encode('first')); else for (;;); });`);
  return file;
}

async function textHere({ cols, rows, chunks }: RecordedSession): Promise<string> {
  const transcript = await Transcript.open(cols, rows);
  for (const chunk of chunks) {
    if (chunk.kind === 'output') await transcript.write(chunk.bytes);
    else transcript.resize(chunk.cols, chunk.rows);
  }
  transcript.end();
  const text = transcript.take();
  transcript.dispose();
  return text;
}

async function textThere({ cols, rows, chunks }: RecordedSession, chunksAtOnce: number): Promise<string> {
  const maker = openMaker({ cols, rows });
  const texts: Uint8Array[] = [];
  for (let from = 0; from < chunks.length; from += chunksAtOnce) texts.push(await maker.take(textPiecesOf(chunks.slice(from, from + chunksAtOnce))));
  texts.push(await maker.take(null));
  await maker.stop();
  return Buffer.concat(texts).toString('utf8');
}

describe('a thread that makes a text', () => {
  it.each(RECORDED_PROGRAMS)('makes of a session of %s the text that is made here, a chunk or all of them at once', async (program) => {
    const session = await recordedSession(program);
    const expected = await textHere(session);
    expect(expected.length).toBeGreaterThan(100);
    expect(await textThere(session, 7)).toBe(expected);
    expect(await textThere(session, session.chunks.length)).toBe(expected);
  });

  it('holds nobody up here while it is busy, not even for ever, and is ended when its reader leaves', async () => {
    const texts = new TextDownload(
      { chunks: (_id, n) => Promise.resolve([{ n, at: 0, kind: 'output', bytes: Buffer.from('x') }]), position: () => Promise.reject(new Error('not asked for')) },
      textInThread(await stuckProgram()),
    );
    const server = createServer((_request, response) => { response.end('answered'); });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const reader = new PassThrough();
    const written = texts.write({ session: { id: '01K', cols: 80, rows: 24 }, lastChunk: 9 } as Downloadable, reader);
    // From here on the thread works on what it will never end.
    expect(String(await new Promise((resolve) => reader.once('data', resolve)))).toBe('first');
    expect(await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).text()).toBe('answered');
    reader.destroy();
    await written;
    server.close();
  });

  it('tells what it died of', async () => {
    const dead = join(directory.path, 'dead.mjs');
    await writeFile(dead, `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('no emulator here'); });`);
    const maker = textInThread(dead)({ cols: 80, rows: 24 });
    await expect(maker.take(null)).rejects.toThrow('no emulator here');
    await expect(maker.take(null)).rejects.toThrow('no emulator here');
    await maker.stop();
  });
});
