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
    expect(await texts.write(session, target, () => { said.push('begun'); })).toBe(true);
    expect([text(), said]).toEqual(['1 piece, end', ['begun', 'stopped']]);
  });

  it('are one at a time; who has no patience is told to come back', async () => {
    let goOn: () => void = () => undefined;
    const slow: TextMaker = { ...maker([]), take: () => new Promise((resolve) => { goOn = () => { resolve(Buffer.from('')); }; }) };
    const makers = [slow, maker([])];
    const texts = new TextDownload(oneChunk, () => makers.shift() ?? maker([]), 0);
    const begun = new Promise<void>((resolve) => { void texts.write(session, taker().target, resolve); });
    await begun;
    expect(await texts.write(session, taker().target)).toBe(false);
    expect(texts.busy).toMatchObject({ status: 429, headers: { 'Retry-After': '5' } });
    goOn();
  });

  it('make room when they fail, or cannot be begun', async () => {
    const texts = new TextDownload(record(() => Promise.resolve([])), () => maker([]));
    const refuse = () => { throw new Error('no such header'); };
    await expect(texts.write(session, taker().target, refuse)).rejects.toThrow('no such header');
    for (let count = 0; count < 3; count += 1) {
      await expect(texts.write(session, taker().target)).rejects.toThrow('has gone from the record');
    }
  });

  it('make room when their reader has gone: while waiting, before the begin, in the middle of a page', async () => {
    let stop: () => void = () => undefined;
    const stuck: TextMaker = {
      take: () => new Promise((_resolve, reject) => { stop = () => { reject(new Error('stopped')); }; }),
      stop: () => { stop(); return Promise.resolve(); },
    };
    const makers = [stuck];
    const texts = new TextDownload(oneChunk, () => makers.shift() ?? maker([]));
    const [first, second, third, fourth] = [taker(), taker(), taker(), taker()];
    const written = texts.write(session, first.target);
    const waiting = texts.write(session, second.target);
    second.target.destroy();
    expect(await waiting).toBe(false);
    first.target.destroy();
    expect(await written).toBe(true);
    expect(await texts.write(session, third.target, () => { third.target.destroy(); })).toBe(true);
    expect([third.text(), await texts.write(session, fourth.target), fourth.text()]).toEqual(['', true, '1 piece, end']);
  });
});
