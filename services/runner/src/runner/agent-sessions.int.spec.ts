import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@agents-fleet/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FleetOfOne } from '../under-test/fleet-of-one.js';

let fleet: FleetOfOne;
beforeAll(async () => {
  fleet = await FleetOfOne.start();
}, 60_000);
afterAll(() => fleet.stop());

const kept = () => readdirSync(join(fleet.environment['FLEET_DATA_DIR'] ?? '', 'runner', 'sessions'));

/** How sessions of real agents are followed is tried by the launcher's `real-agents`. Here: that nothing else is needed. */
describe('the sessions of agents', () => {
  it('end with their record, and leave nothing behind, also when there is no such program', async () => {
    const id = await fleet.session('PATH=/nowhere claude');
    expect(await fleet.ended(id)).toMatchObject({ stopReason: 'exited', exitCode: 127 });
    expect(fleet.eventsOf(id, 'session.started')[0]?.data).toMatchObject({ agent: 'claude', command: 'PATH=/nowhere claude' });
    await waitFor(() => kept().length === 0, { what: 'that the private files are gone' });
  });

  it('are plain ones when their command is not understood', async () => {
    const id = await fleet.session('(PATH=/nowhere claude)');
    await fleet.ended(id);
    expect(fleet.eventsOf(id, 'session.started')[0]?.data.agent).toBe('shell');
  });

  it('are started once, however often that is asked for', async () => {
    const command = fleet.startCommand({ command: 'PATH=/nowhere claude' });
    expect(await Promise.all([fleet.command('start', command), fleet.command('start', command)])).toMatchObject([{ ok: true }, { ok: true }]);
    await fleet.ended(command.sessionId);
    expect(fleet.eventsOf(command.sessionId, 'session.started')).toHaveLength(1);
  });

  it('leave nothing behind when they are refused', async () => {
    const reply = await fleet.command('start', fleet.startCommand({ command: 'claude', repoPath: '/' }));
    expect(reply).toMatchObject({ ok: false, error: { code: 'repo_not_allowed' } });
    expect(kept()).toEqual([]);
  });

  it('that are over are forgotten by the next runner', async () => {
    const left = join(fleet.environment['FLEET_DATA_DIR'] ?? '', 'runner', 'sessions', '01ARZ3NDEKTSV4RRFFQ69G5FAV');
    await fleet.runner?.stop();
    mkdirSync(left);
    writeFileSync(join(left, 'settings.json'), '{}');
    await fleet.startRunner();
    expect(existsSync(left)).toBe(false);
  });
});
