import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutgoingMessage } from './outgoing-message.js';
import { Spool } from './spool.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fleet-spool-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const message = (n: number, bytes = 10): OutgoingMessage => ({
  subject: 'fleet.session.S.pty',
  headers: { 'Fleet-N': String(n) },
  messageId: `S:p:${n}`,
  sessionId: 'S',
  afterAllElse: false,
  body: Buffer.alloc(bytes, n),
});
const opened = (maxBytes = 1e9) => new Spool(join(directory, 'spool'), maxBytes);
const files = () => readdirSync(join(directory, 'spool'));

function readAll(spool: Spool): string[] {
  const ids: string[] = [];
  for (let next = spool.next(); next !== null; next = spool.next()) ids.push(next.message.messageId);
  return ids;
}

describe('Spool', () => {
  it('gives back what it took, byte for byte and in order', () => {
    const spool = opened();
    for (const n of [1, 2, 3]) spool.append(message(n));
    const first = spool.next();
    expect(first?.message).toEqual(message(1));
    expect(readAll(spool)).toEqual(['S:p:2', 'S:p:3']);
  });

  it('takes while it gives', () => {
    const spool = opened();
    spool.append(message(1));
    expect(readAll(spool)).toEqual(['S:p:1']);
    spool.append(message(2));
    expect(readAll(spool)).toEqual(['S:p:2']);
  });

  it('keeps what was not acknowledged for the next process', () => {
    const spool = opened();
    for (const n of [1, 2]) spool.append(message(n));
    spool.next();
    spool.close();
    const again = opened();
    again.append(message(3));
    expect(readAll(again)).toEqual(['S:p:1', 'S:p:2', 'S:p:3']);
  });

  it('frees the disk once all is acknowledged, and can be used again', () => {
    const spool = opened();
    spool.append(message(1));
    spool.next()?.acknowledge();
    expect(spool.empty).toBe(true);
    expect(files()).toEqual([]);
    spool.append(message(2));
    expect(readAll(spool)).toEqual(['S:p:2']);
  });

  it('sends anew what was on its way', () => {
    const spool = opened();
    for (const n of [1, 2, 3]) spool.append(message(n));
    spool.next()?.acknowledge();
    spool.next();
    spool.rewind();
    expect(readAll(spool)).toEqual(['S:p:2', 'S:p:3']);
  });

  it('spreads over files, and drops each when it is done', () => {
    const spool = opened();
    for (let n = 1; n <= 5; n++) spool.append(message(n, 3 * 1024 * 1024));
    expect(files()).toHaveLength(3);
    spool.next()?.acknowledge();
    spool.next()?.acknowledge();
    expect(files()).toHaveLength(2);
    expect(readAll(spool)).toEqual(['S:p:3', 'S:p:4', 'S:p:5']);
  });

  it('refuses what is past its bound, whole', () => {
    const spool = opened(1_000);
    expect(spool.append(message(1, 700))).toBe(true);
    expect(spool.append(message(2, 700))).toBe(false);
    expect(readAll(spool)).toEqual(['S:p:1']);
  });

  it('reads up to a record that was torn by a kill', () => {
    const spool = opened();
    spool.append(message(1));
    spool.close();
    appendFileSync(join(directory, 'spool', files()[0]!), Buffer.from([0, 0, 0, 40, 1, 2]));
    const again = opened();
    again.append(message(2));
    expect(readAll(again)).toEqual(['S:p:1', 'S:p:2']);
  });

  it('is nobody else’s to read', () => {
    const spool = opened();
    spool.append(message(1));
    expect(statSync(join(directory, 'spool')).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'spool', files()[0]!)).mode & 0o777).toBe(0o600);
  });
});
