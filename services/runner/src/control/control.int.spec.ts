import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@agents-fleet/platform';
import { ControlClient } from './control-client.js';
import { AlreadyRunningError, ControlServer } from './control-server.js';
import type { ControlRequest } from './protocol.js';

const logger = createLogger('control-spec', 'silent');
const STOP = { sessionId: '01ARZ3NDEKTSV4RRFFQ69G5FAV', reason: 'user', force: false, enforcedBy: 'person', budgetVersion: null } as const;

let folder: string;
let path: string;
let server: ControlServer;
let client: ControlClient;
let asked: ControlRequest[];

const listen = () =>
  ControlServer.listen(path, logger, (request) => {
    asked.push(request);
    if (request.method === 'status') throw new Error('secret detail');
    return { ok: true, data: request.method };
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-control-'));
  path = join(folder, 'run', 'pty-host.sock');
  asked = [];
  server = await listen();
  client = new ControlClient(path);
});
afterEach(() => {
  client.close();
  server.close();
  rmSync(folder, { recursive: true });
});

describe('the control socket', () => {
  it('carries questions and answers', async () => {
    expect(await client.ask('stop', STOP)).toEqual({ ok: true, data: 'stop' });
    expect(asked).toEqual([{ id: 1, method: 'stop', parameters: STOP }]);
  });

  it('is nobody else’s to open', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'run')).mode & 0o777).toBe(0o700);
  });

  it('says that a command failed, but not how', async () => {
    expect(await client.ask('status', { following: [] })).toEqual({ ok: false, error: { code: 'internal', message: 'the command failed', field: null } });
  });

  it('answers `unavailable` when nobody is there, and works again when somebody is', async () => {
    server.close();
    expect(await client.ask('stop', STOP)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    server = await listen();
    expect(await client.ask('stop', STOP)).toEqual({ ok: true, data: 'stop' });
  });

  it('is the lock of its data directory', async () => {
    await expect(listen()).rejects.toThrow(AlreadyRunningError);
  });

  it('tells who is connected what they did not ask', async () => {
    const told: unknown[] = [];
    client.onNotice((notice) => told.push(notice));
    await client.ask('stop', STOP);
    server.tell({ notice: 'exited', sessionId: STOP.sessionId });
    expect(await client.ask('stop', STOP)).toMatchObject({ ok: true });
    expect(told).toEqual([{ notice: 'exited', sessionId: STOP.sessionId }]);
  });

  it('hangs up on who does not speak its language, and goes on', async () => {
    const stranger = connect(path);
    stranger.write('GET / HTTP/1.1\r\n\r\n');
    await new Promise((resolve) => stranger.once('close', resolve));
    expect(await client.ask('stop', STOP)).toEqual({ ok: true, data: 'stop' });
  });
});
