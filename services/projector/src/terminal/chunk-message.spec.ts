import { describe, expect, it } from '@jest/globals';
import { ptyHeaders, subjects } from '@agents-fleet/contracts';
import type { ReceivedMessage } from '@agents-fleet/event-log';
import { A_SESSION_ID } from '@agents-fleet/testing';
import { readChunk, readStdin } from './chunk-message.js';

const message = (subject: string, headers: Record<string, string>, body = 'x'): ReceivedMessage => ({
  seq: 9,
  subject,
  data: Buffer.from(body),
  header: (name) => headers[name] ?? null,
  storedAt: new Date(0),
  redelivered: false,
  pending: 0,
});
const headers = { [ptyHeaders.n]: '2', [ptyHeaders.kind]: 'output', [ptyHeaders.at]: '1000', [ptyHeaders.offset]: '0' };

describe('readChunk', () => {
  it('reads a chunk', () => {
    expect(readChunk(message(subjects.pty(A_SESSION_ID), headers))).toEqual({
      sessionId: A_SESSION_ID,
      n: 2,
      kind: 'output',
      at: 1_000,
      offset: 0,
      streamSeq: 9,
      data: Buffer.from('x'),
    });
  });

  it.each([
    ['no number', { ...headers, [ptyHeaders.n]: '' }, 'n'],
    ['number 0', { ...headers, [ptyHeaders.n]: '0' }, 'n'],
    ['a negative offset', { ...headers, [ptyHeaders.offset]: '-1' }, 'offset'],
    ['an unknown kind', { ...headers, [ptyHeaders.kind]: 'sound' }, 'kind'],
    ['no time', { ...headers, [ptyHeaders.at]: 'now' }, 'at'],
  ])('refuses %s', (_, wrong, field) => {
    expect(readChunk(message(subjects.pty(A_SESSION_ID), wrong))).toMatch(new RegExp(`^${field}: `));
  });

  it('refuses a session id that is none', () => {
    expect(readChunk(message('fleet.session.nobody.pty', headers))).toMatch(/^sessionId: /);
  });
});

describe('readStdin', () => {
  const subject = subjects.stdin(A_SESSION_ID);

  it('reads what was typed', () => {
    const row = readStdin(message(subject, { [ptyHeaders.n]: '1', [ptyHeaders.at]: '5', [ptyHeaders.length]: '3' }, 'ls\r'));
    expect(row).toEqual({ sessionId: A_SESSION_ID, n: 1, at: 5, redacted: false, length: 3, data: Buffer.from('ls\r') });
  });

  it('reads how much was typed without echo', () => {
    const typed = { [ptyHeaders.n]: '1', [ptyHeaders.at]: '5', [ptyHeaders.redacted]: '1', [ptyHeaders.length]: '9' };
    expect(readStdin(message(subject, typed, ''))).toMatchObject({ redacted: true, length: 9, data: Buffer.alloc(0) });
  });

  it('refuses what is no record', () => {
    expect(readStdin(message(subject, {}))).toMatch(/^n: /);
  });
});
