import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { DownloadStream } from './download-stream.js';

/** Takes a piece only when it is told to. */
function slowReader(): { target: Writable; next: () => void } {
  const waiting: (() => void)[] = [];
  const target = new Writable({ highWaterMark: 4, write: (_piece, _encoding, done) => { waiting.push(done); } });
  return { target, next: () => waiting.shift()?.() };
}

describe('a download', () => {
  it('waits for a reader who takes no more', async () => {
    const { target, next } = slowReader();
    let written = false;
    const writing = new DownloadStream(target).write('more than fits').then(() => { written = true; });
    await new Promise(setImmediate);
    expect(written).toBe(false);
    next();
    await writing;
    expect(written).toBe(true);
  });

  it('goes on at once for one who has room, and for nothing', async () => {
    const { target } = slowReader();
    const stream = new DownloadStream(target);
    await stream.write('abc');
    await stream.write('');
    expect(target.writableLength).toBe(3);
  });

  it('does not wait for one who has gone', async () => {
    const { target } = slowReader();
    const stream = new DownloadStream(target);
    const writing = stream.write('more than fits');
    target.destroy();
    await writing;
    expect(stream.gone).toBe(true);
  });
});
