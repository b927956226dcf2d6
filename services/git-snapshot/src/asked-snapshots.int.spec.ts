import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { captureReplySchema, contentReplySchema, subjects } from '@agents-fleet/contracts';
import { request } from '@agents-fleet/event-log';
import { ulid } from 'ulid';
import { ServiceUnderTest } from './spec-support/service-under-test.js';

let test: ServiceUnderTest;
beforeAll(async () => {
  test = await ServiceUnderTest.open();
}, 120_000);
afterAll(() => test.close());
beforeEach(() => test.reset());
afterEach(() => test.clear());

describe('what people ask for', () => {
  const ask = <Schema extends Parameters<typeof request>[3]['reply']>(command: 'capture' | 'content' | 'restore', body: object, reply: Schema) =>
    request(test.connection, subjects.gitCommand(command), { sessionId: test.sessionId, correlationId: 'spec', ...body }, { timeoutMs: 20_000, reply });
  const textOf = (snapshotId: string, path: string, side: 'before' | 'after') => ask('content', { snapshotId, path, side }, contentReplySchema);

  it('a snapshot now, and both sides of a changed file', async () => {
    await test.start();
    test.write('a.txt', 'before\n');
    test.write('image', 'x\0y');
    test.write('old name.txt', 'a\nb\nc\nd\n');
    await test.begin();
    await test.captures(1);
    test.write('a.txt', 'after\n');
    test.write('image', 'y\0z');
    rmSync(join(test.repo, 'old name.txt'));
    test.write('new name.txt', 'a\nb\nc\nD\n');
    const reply = await ask('capture', { phase: 'asked' }, captureReplySchema);
    expect(reply).toMatchObject({ ok: true });
    const [, asked] = await test.captures(2);
    expect(asked).toMatchObject({ phase: 'asked', files: 3 });
    const id = asked?.snapshotId ?? '';
    expect(reply).toEqual({ ok: true, data: { snapshotId: id } });
    expect(await textOf(id, 'a.txt', 'before')).toEqual({ ok: true, data: { text: 'before\n' } });
    expect(await textOf(id, 'a.txt', 'after')).toEqual({ ok: true, data: { text: 'after\n' } });
    expect(await textOf(id, 'image', 'after')).toEqual({ ok: true, data: { text: null } });
    expect(await textOf(id, 'new name.txt', 'before')).toEqual({ ok: true, data: { text: 'a\nb\nc\nd\n' } });
    expect(await textOf(id, '../../etc/passwd', 'after')).toEqual({ ok: true, data: { text: null } });
    expect(await textOf('end', 'a.txt', 'after')).toMatchObject({ ok: false, error: { field: 'snapshotId' } });
    expect(await textOf('../start', 'a.txt', 'after')).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  }, 120_000);

  it('nothing of a session that nobody knows', async () => {
    await test.start();
    test.sessionId = ulid();
    expect(await ask('capture', { phase: 'asked' }, captureReplySchema)).toMatchObject({ ok: false, error: { code: 'session_not_found' } });
  }, 120_000);
});
