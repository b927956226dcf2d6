import { join } from 'node:path';
import { waitFor } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type SessionViewer } from '../fleet-client/session-viewer.js';
import { ProcessFleet } from '../scenarios/process-fleet.js';
import { UNASKED } from './agent-command.js';
import { submit } from './agent-sessions.js';
import { claudeCost, sumOfBills } from './bill.js';
import { ModelApiStandIn } from './model-api-stand-in.js';
import { agentBinaries, type AgentBinaries, REAL_CLAUDE } from './real-agents.js';

let fleet: ProcessFleet;
let standIn: ModelApiStandIn;
let binaries: AgentBinaries;
let viewer: SessionViewer | null = null;

beforeAll(async () => {
  binaries = await agentBinaries();
  fleet = await ProcessFleet.start();
  standIn = await ModelApiStandIn.start();
}, 600_000);
afterEach(async () => {
  await viewer?.close();
});
afterAll(async () => {
  await standIn.stop();
  await fleet.stop();
}, 60_000);

describe('a session of the real claude whose runner is killed', () => {
  it('goes on, and has the whole bill once the runner is back', async () => {
    const place = { home: join(fleet.repo, 'home'), repo: fleet.repo, apiUrl: standIn.url };
    const command = REAL_CLAUDE.command(binaries, place, UNASKED).join(' ');
    const session = await fleet.client.startSession({ kind: 'pty', repoPath: fleet.repo, command, cols: 100, rows: 30 });
    viewer = await fleet.client.view(session);
    await viewer.sees(REAL_CLAUDE.prompt, 60_000);
    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');

    await fleet.kill('runner');
    await submit(viewer, 'run:echo forty$((40+2))');
    await viewer.sees('RESULT FORTY42');
    await fleet.startService('runner');
    const meanwhile = sumOfBills(standIn.billed.map(({ bill }) => bill));
    await waitFor(async () => (await fleet.client.session(session.id)).tokens.input === meanwhile.input, { timeoutMs: 30_000, what: 'what was used meanwhile' });

    await submit(viewer, 'say:red cherries');
    await viewer.sees('RED CHERRIES');
    await submit(viewer, '/exit');
    await viewer.ended(30_000);
    const ended = await waitFor(async () => {
      const now = await fleet.client.session(session.id);
      return now.status === 'ended' && now;
    });
    const bill = sumOfBills(standIn.billed.map((request) => request.bill));
    expect(ended.tokens).toMatchObject({ input: bill.input, cacheRead: bill.cacheRead, output: bill.output });
    expect(ended.costUsd).toBeCloseTo(claudeCost(bill), 5);
    expect(ended.resumeCommand).toMatch(/--resume [0-9a-f-]{36}$/);
  }, 180_000);
});
