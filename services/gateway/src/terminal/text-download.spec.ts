import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { type StoredTerminal } from './stored-terminal.js';
import { type Downloadable } from './terminal-download.js';
import { TextDownload } from './text-download.js';
import { type TextMaker } from './text-maker.js';

const session = { session: { id: '01K', cols: 80, rows: 24 }, lastChunk: 1 } as Downloadable;
const record = (chunks: StoredTerminal['chunks']): StoredTerminal => ({ chunks, position: () => Promise.reject(new Error('not asked for')) });
const oneChunk = record(() => Promise.resolve([{ n: 1, at: 0, kind: 'output', bytes: Buffer.from('x') }]));

/** What a reader got. */
function taker(): { target: Writable; text: () => string } {
  let text = '';
  const target = new Writable({ write: (piece, _encoding, done) => { text += String(piece); done(); } });
  return { target, text: () => text };
}

/** Says what it was asked, and that it was stopped. */
function maker(said: string[]): TextMaker {
  return {
    take: (request) => Promise.resolve(Buffer.from(request === null ? 'end' : `${request.length} piece, `)),
    stop: () => { said.push('stopped'); return Promise.resolve(); },
  };
}

describe('texts that are made', () => {
  it('are written as they become final, and their maker is stopped', async () => {
    const said: string[] = [];
    const { target, text } = taker();
    const texts = new TextDownload(oneChunk, () => maker(said));
    await texts.write(session, target, (await texts.turn(target))!);
    expect([text(), said]).toEqual(['1 piece, end', ['stopped']]);
  });

  it('are one at a time; who has no patience is told to come back', async () => {
    const texts = new TextDownload(oneChunk, () => maker([]), 0);
    const endTurn = await texts.turn(taker().target);
    expect(await texts.turn(taker().target)).toBeNull();
    expect(texts.busy).toMatchObject({ status: 429, headers: { 'Retry-After': '5' } });
    await texts.write(session, taker().target, endTurn!);
    expect(await texts.turn(taker().target)).not.toBeNull();
  });

  it('make room when they fail', async () => {
    const texts = new TextDownload(record(() => Promise.resolve([])), () => maker([]));
    for (let count = 0; count < 3; count += 1) {
      const { target } = taker();
      await expect(texts.write(session, target, (await texts.turn(target))!)).rejects.toThrow('has gone from the record');
    }
  });

  it('make room when their reader has gone: while waiting, before the begin, in the middle of a page', async () => {
    let stop: () => void = () => undefined;
    const stuck: TextMaker = {
      take: () => new Promise((_resolve, reject) => { stop = () => { reject(new Error('stopped')); }; }),
      stop: () => { stop(); return Promise.resolve(); },
    };
    const texts = new TextDownload(oneChunk, () => stuck);
    const [first, second] = [taker().target, taker().target];
    const endTurn = await texts.turn(first);
    const waiting = texts.turn(second);
    second.destroy();
    expect(await waiting).toBeNull();
    const written = texts.write(session, first, endTurn!);
    first.destroy();
    await written;
    const third = taker().target;
    const turn = await texts.turn(third);
    third.destroy();
    await texts.write(session, third, turn!);
    expect(await texts.turn(taker().target)).not.toBeNull();
  });
});
