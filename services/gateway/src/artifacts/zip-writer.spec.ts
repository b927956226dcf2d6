import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { readZip } from '../spec-support/read-zip.js';
import { writeText } from './json-files.js';
import { writeZip, type ZipEntry } from './zip-writer.js';

const MODIFIED = new Date('2026-01-15T10:00:00Z');
const text = (name: string, content: string): ZipEntry => ({ name, write: (target) => writeText(content, target) });

async function zipOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const target = new PassThrough();
  const [zip] = await Promise.all([buffer(target), writeZip(entries, MODIFIED, target)]);
  return zip;
}

describe('writeZip', () => {
  it('writes what another program reads', async () => {
    const zip = await zipOf([text('a.txt', 'größe\n'), text('folder/empty', ''), text('folder/large', 'x'.repeat(1_000_000))]);
    expect([...readZip(zip)].map(([name, content]) => [name, content.length])).toEqual([['a.txt', 8], ['folder/empty', 0], ['folder/large', 1_000_000]]);
    expect(readZip(zip).get('a.txt')?.toString()).toBe('größe\n');
    expect(zip.length).toBeLessThan(10_000);
  });

  it('writes an empty one', async () => {
    expect(readZip(await zipOf([])).size).toBe(0);
  });

  it('makes no more of a file than is read of it, and begins the next one after it', async () => {
    let made = 0;
    let begun = false;
    const large: ZipEntry = {
      name: 'large',
      write: async (target) => {
        for (let index = 0; index < 400; index += 1) {
          made += 1;
          // Random, so that compressing it does not help.
          if (!target.write(randomBytes(65_536))) await new Promise((resolve) => target.once('drain', resolve));
        }
        target.end();
      },
    };
    const next: ZipEntry = {
      name: 'next',
      write: async (target) => {
        begun = true;
        await writeText('x', target);
      },
    };
    const target = new PassThrough();
    const written = writeZip([large, next], MODIFIED, target);
    let before = -1;
    while (before !== made) {
      before = made;
      await sleep(100);
    }
    expect([made < 100, begun]).toEqual([true, false]);
    expect(readZip(await buffer(target)).get('large')?.length).toBe(400 * 65_536);
    await written;
    expect([made, begun]).toEqual([400, true]);
  });

  it('cuts the reader off when a file can’t be made', async () => {
    const target = new PassThrough();
    target.resume();
    const failing: ZipEntry = { name: 'failing', write: () => Promise.reject(new Error('the disk is gone')) };
    let after = false;
    const next: ZipEntry = { name: 'next', write: async () => void (after = true) };
    await expect(writeZip([text('a', 'x'), failing, next], MODIFIED, target)).rejects.toThrow('the disk is gone');
    expect([target.destroyed, target.writableFinished, after]).toEqual([true, false, false]);
  });

  it('ends quietly when the reader leaves, wherever it is', async () => {
    for (const leaveAt of ['before', 'within', 'between']) {
      let after = false;
      const target = new Writable({ write: (_chunk, _encoding, done) => { done(); } });
      const leave = (at: string) => { if (at === leaveAt) target.destroy(); };
      const endless: ZipEntry = {
        name: 'endless',
        write: async (content) => {
          leave('within');
          while (leaveAt === 'within' && !content.destroyed) await sleep(1);
          if (!content.destroyed) await writeText('x', content);
          leave('between');
        },
      };
      leave('before');
      await writeZip([endless, { name: 'next', write: async () => void (after = true) }], MODIFIED, target);
      expect([leaveAt, after]).toEqual([leaveAt, false]);
    }
  });
});
