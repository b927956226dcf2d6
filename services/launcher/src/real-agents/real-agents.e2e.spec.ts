import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { withStatusLine } from './agent-command.js';
import { AgentSessions, START_MS, submit } from './agent-sessions.js';
import { claudeCost, sumOfBills } from './bill.js';
import { processesOf } from './processes-of.js';
import { REAL_CLAUDE, REAL_CODEX } from './real-agents.js';

/** Longer than the agents' own retries need to come back, so a surviving process would be noticed. */
const AFTERLIFE_MS = 5_000;

let sessions: AgentSessions;
beforeAll(async () => {
  sessions = await AgentSessions.open();
}, 600_000);
afterEach(() => sessions.afterEach());
afterAll(() => sessions.close(), 60_000);

describe.each([REAL_CLAUDE, REAL_CODEX])('the real $name', (agent) => {
  it('takes prompts in a live terminal, and nothing of it is left after Stop', async () => {
    const started = await sessions.start(agent, 'stopped');
    const { session, viewer, home } = started;
    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    await submit(viewer, 'run:echo forty$((40+2))');
    await viewer.sees('FORTY42');
    // It waits for the next prompt, as far as its adapter knows.
    expect(['running', 'waiting']).toContain((await sessions.client.session(session.id)).status);
    await waitFor(async () => (await sessions.client.terminal(session.id)).includes('FORTY42'), { what: 'the answer in the record' });
    expect(await processesOf(home)).not.toEqual([]);

    await sessions.client.stop(session.id);
    const ended = await sessions.ended(started);
    expect(ended).toMatchObject({ stopReason: 'user', survivors: 0 });
    expect(await processesOf(home)).toEqual([]);
    expect(sha256(await sessions.client.terminal(session.id))).toBe(sha256(viewer.bytes));
  }, 120_000);

  it('is stopped at its budget in the middle of an answer, and asks its model nothing more', async () => {
    // Of Claude what is new on the screen counts meanwhile; of Codex also what its first prompt is reckoned to have.
    const budgetTokens = agent === REAL_CLAUDE ? 1000 : 6000;
    const started = await sessions.start(agent, 'budget', { budgetTokens });
    const { session, home } = started;

    await submit(started.viewer, 'count:5000');
    const ended = await sessions.ended(started);
    const asked = sessions.standIn.billed.length;

    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    // The lease stops it at once; the services that say why may say so after its end.
    await sessions.recorded(session, ({ tokens, limitState }) => tokens.counted >= budgetTokens && limitState === 'reached');
    expect((await sessions.client.markers(session.id)).map((marker) => marker.type)).toEqual(
      expect.arrayContaining(['budget_warned', 'budget_exceeded', 'stop_requested', 'process_exit']),
    );
    expect(await processesOf(home)).toEqual([]);
    expect(sessions.standIn.billed.find((request) => request.question.prompt.includes('count:5000'))?.state).toBe('abandoned');
    await sleep(AFTERLIFE_MS);
    expect(sessions.standIn.billed.slice(asked)).toEqual([]);
  }, 180_000);
});

/** An agent that a person starts in a shell has no adapter: it is metered by what its terminal shows. */
describe('the real claude in a shell, with a status line that the fleet reads', () => {
  it('has the cost that its model’s API billed, and is stopped when that reaches the budget', async () => {
    const command = await sessions.commandOf(REAL_CLAUDE, 'status-line', withStatusLine());
    const started = await sessions.startCommand(`(${command})`, { budgetUsd: 0.015 });
    const { session, viewer } = started;
    await viewer.sees(REAL_CLAUDE.prompt, START_MS);

    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    const running = await sessions.recorded(session, ({ usageSource, confidence }) => usageSource === 'statusline' && confidence === 'reported');
    const bill = sumOfBills(sessions.standIn.billed.map((request) => request.bill));
    expect(running).toMatchObject({ status: 'running' });
    expect(running.costUsd).toBeCloseTo(claudeCost(bill), 5);
    expect(running.tokens).toMatchObject({ input: bill.input, output: bill.output });

    await submit(viewer, 'say:yellow pears');
    const ended = await sessions.ended(started);
    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    const billed = claudeCost(sumOfBills(sessions.standIn.billed.map((request) => request.bill)));
    await sessions.recorded(session, ({ costUsd }) => costUsd.toFixed(5) === billed.toFixed(5));
    expect(await processesOf(sessions.homeOf(REAL_CLAUDE, 'status-line'))).toEqual([]);
  }, 120_000);
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
