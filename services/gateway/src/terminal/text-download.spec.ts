import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { type StoredTerminal } from './stored-terminal.js';
import { type Downloadable } from './terminal-download.js';
import { TextDownload } from './text-download.js';

const session = { session: { id: '01K', cols: 80, rows: 24 }, lastChunk: 1 } as Downloadable;
const taker = () => new Writable({ write: (_piece, _encoding, done) => { done(); } });
const record = (chunks: StoredTerminal['chunks']): StoredTerminal => ({ chunks, position: () => Promise.reject(new Error('not asked for')) });

describe('texts that are made', () => {
  it('are two at a time; a third is told to come back', async () => {
    const texts = new TextDownload(record(() => Promise.resolve([{ n: 1, at: 0, kind: 'output', bytes: Buffer.from('x') }])));
    texts.begin();
    texts.begin();
    expect(() => { texts.begin(); }).toThrow(expect.objectContaining({ status: 429 }));
    await texts.write(session, taker());
    texts.begin();
  });

  it('make room when they fail, and when the reader has gone', async () => {
    const texts = new TextDownload(record(() => Promise.resolve([])));
    for (let count = 0; count < 3; count += 1) {
      texts.begin();
      await expect(texts.write(session, taker())).rejects.toThrow('has gone from the record');
    }
    const gone = taker();
    gone.destroy();
    texts.begin();
    await expect(texts.write({ ...session, lastChunk: 0 }, gone)).resolves.toBeUndefined();
  });
});
