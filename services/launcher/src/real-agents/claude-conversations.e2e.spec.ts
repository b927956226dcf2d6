import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentSessions, submit } from './agent-sessions.js';
import { UNASKED } from './agent-command.js';
import { claudeCost, sumOfBills } from './bill.js';
import { REAL_CLAUDE } from './real-agents.js';

let sessions: AgentSessions;
beforeAll(async () => {
  sessions = await AgentSessions.open();
}, 600_000);
afterEach(() => sessions.afterEach());
afterAll(() => sessions.close(), 60_000);

/** What was billed since `from` requests. */
const billedSince = (from: number) => sumOfBills(sessions.standIn.billed.slice(from).map(({ bill }) => bill));

describe('a session of the real claude', () => {
  it('adds up over /resume, and a fork of it counts only what is its own', async () => {
    const started = await sessions.start(REAL_CLAUDE, 'fork', {}, UNASKED);
    const { viewer } = started;
    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    await sleep(500);
    await submit(viewer, '/clear');
    await sleep(1_500);
    await submit(viewer, 'say:red cherries');
    await viewer.sees('RED CHERRIES');
    await sleep(500);
    await submit(viewer, '/resume');
    await viewer.sees(/say:green apples\s+\d+ seconds? ago/s);
    viewer.type('\r');
    await viewer.sees('GREEN APPLES');
    await sleep(1_000);
    await submit(viewer, 'say:white grapes');
    await viewer.sees('WHITE GRAPES');
    await sleep(500);
    await submit(viewer, '/exit');
    const ended = await sessions.ended(started);
    const bill = billedSince(0);
    expect(sessions.standIn.billed).toHaveLength(3);
    expect(ended.tokens).toMatchObject({ input: bill.input, cacheRead: bill.cacheRead, output: bill.output });
    expect(ended.costUsd).toBeCloseTo(claudeCost(bill), 6);

    const fork = await sessions.start(REAL_CLAUDE, 'fork', {}, [...UNASKED, '--continue', '--fork-session']);
    await fork.viewer.sees('WHITE GRAPES');
    await submit(fork.viewer, 'say:yellow pears');
    await fork.viewer.sees('YELLOW PEARS');
    await sleep(500);
    await submit(fork.viewer, '/exit');
    const own = billedSince(3);
    const forked = await sessions.ended(fork);
    expect(sessions.standIn.billed[3]?.question.conversation?.join('\n')).toContain('say:white grapes');
    expect(forked.tokens).toMatchObject({ input: own.input, cacheRead: own.cacheRead, output: own.output });
    expect(forked.resumeCommand).not.toBe(ended.resumeCommand);
  }, 120_000);

  it('needs the person for a permission and for the next prompt, and works in between', async () => {
    const { session, viewer } = await sessions.start(REAL_CLAUDE, 'permission', {}, ['--permission-mode', 'default']);
    await sessions.recorded(session, ({ status }) => status === 'waiting');
    await submit(viewer, 'count:60');
    await sessions.recorded(session, ({ status }) => status === 'running');
    await sessions.recorded(session, ({ status }) => status === 'waiting');
    await submit(viewer, 'run:touch asked; sleep 4');
    await viewer.sees('Do you want to proceed?');
    await sessions.recorded(session, ({ status }) => status === 'waiting');
    // Claude takes no answer in the first moments of its question: a key may have been meant for something else.
    await waitFor(async () => {
      viewer.type('\r');
      await sleep(500);
      return !viewer.screen.includes('Do you want to proceed?');
    }, { timeoutMs: 20_000, what: 'that the permission is taken' });
    await sessions.recorded(session, ({ status }) => status === 'running');
    await viewer.sees('RESULT');
    await sessions.recorded(session, ({ status }) => status === 'waiting');
    await sessions.client.stop(session.id);
    await viewer.ended();
  }, 120_000);

  it('has the prompt of an answer counted that was killed in its middle, which Claude itself forgets', async () => {
    const { session, viewer } = await sessions.start(REAL_CLAUDE, 'killed', {}, UNASKED);
    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    const exact = await sessions.recorded(session, ({ confidence }) => confidence === 'exact');
    await submit(viewer, 'count:400');
    await viewer.sees('word20');
    await sessions.client.stopAll([session.id]);
    const ended = await sessions.ended({ session, viewer });
    expect(ended).toMatchObject({ stopReason: 'user', survivors: 0, confidence: 'estimated' });
    expect(ended.tokens.input).toBe(2 * exact.tokens.input);
    expect(ended.tokens.output).toBeGreaterThan(exact.tokens.output + 10);
    expect(ended.resumeCommand).toMatch(/ --resume [0-9a-f-]{36}$/);
  }, 60_000);

  it('has its bill also without a screen', async () => {
    const command = `${await sessions.commandOf(REAL_CLAUDE, 'print', UNASKED)} -p run:pwd | tee said`;
    const started = await sessions.startCommand(command, { budgetUsd: 1 });
    const ended = await sessions.ended(started);
    const bill = billedSince(0);
    expect(sessions.standIn.billed).toHaveLength(2);
    expect(ended).toMatchObject({ stopReason: 'exited', exitCode: 0, usageSource: 'otel', confidence: 'exact' });
    expect(ended.tokens).toMatchObject({ input: bill.input, cacheRead: bill.cacheRead, output: bill.output });
    expect(ended.resumeCommand).toMatch(/ --resume [0-9a-f-]{36}$/);
  }, 60_000);
});
