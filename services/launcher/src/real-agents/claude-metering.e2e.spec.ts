import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@agents-fleet/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentSessions, submit } from './agent-sessions.js';
import { UNASKED } from './agent-command.js';
import { claudeCost, sumOfBills } from './bill.js';
import { costStates, settingsDigests, writeOwnSettings } from './claude-files.js';
import { processesOf } from './processes-of.js';
import { REAL_CLAUDE } from './real-agents.js';

/** Share by which a session's cost may differ from what Claude itself reckons. */
const COST_TOLERANCE = 0.005;
const GRACEFUL_STOPS = 20;
/** Longer than an agent's own retries need to come back. */
const AFTERLIFE_MS = 3_000;

let sessions: AgentSessions;
beforeAll(async () => {
  sessions = await AgentSessions.open();
}, 600_000);
afterEach(() => sessions.afterEach());
afterAll(() => sessions.close(), 60_000);

const finished = () => sessions.standIn.billed.filter(({ state }) => state === 'finished');
const abandoned = () => sessions.standIn.billed.filter(({ state }) => state === 'abandoned');

describe('a session of the real claude', () => {
  it('has the bill of the API: turns, a tool, a subagent, an interrupted turn, /clear, and resume', async () => {
    const home = sessions.homeOf(REAL_CLAUDE, 'bill');
    writeOwnSettings(home, sessions.repo);
    const settings = settingsDigests(home, sessions.repo);
    const started = await sessions.start(REAL_CLAUDE, 'bill', {}, UNASKED);
    const { session, viewer } = started;
    await viewer.sees('MINE');

    await submit(viewer, 'say:green apples');
    await viewer.sees('GREEN APPLES');
    await submit(viewer, 'run:echo forty$((40+2))');
    await viewer.sees('RESULT FORTY42');
    await submit(viewer, 'delegate:say:blue plums');
    // Claude may run it in the background; it says so either way when it is done.
    await viewer.sees(/BLUE PLUMS|scripted work" finished/);
    await waitFor(() => finished().some(({ headers }) => headers['x-claude-code-agent-id'] !== undefined), { what: 'the subagent’s request' });
    await waitFor(() => sessions.standIn.billed.every(({ state }) => state === 'finished'), { what: 'the end of the turn' });
    await sessions.recorded(session, ({ usageSource, confidence, tokens }) => usageSource === 'otel' && confidence === 'exact' && tokens.input === sumOfBills(finished().map(({ bill }) => bill)).input);

    await submit(viewer, 'count:400');
    await viewer.sees('word20');
    viewer.type('\x1b');
    await viewer.sees('Interrupted');
    await sleep(1_500);
    await submit(viewer, '/clear');
    await waitFor(() => !viewer.screen.includes('Interrupted'), { what: 'an empty conversation' });
    await submit(viewer, 'say:red cherries');
    await viewer.sees('RED CHERRIES');
    await sleep(500);
    await submit(viewer, '/exit');
    const ended = await sessions.ended(started);

    expect(ended).toMatchObject({ stopReason: 'exited', exitCode: 0 });
    const exact = sumOfBills(finished().map(({ bill }) => bill));
    const all = sumOfBills(sessions.standIn.billed.map(({ bill }) => bill));
    expect(abandoned()).toHaveLength(1);
    expect(ended.tokens).toMatchObject({ input: all.input, cacheRead: all.cacheRead, cacheWrite: all.cacheWrite5m + all.cacheWrite1h });
    // Of the broken-off answer only Claude's own estimate of its output is known.
    expect(ended.tokens.output).toBeGreaterThan(exact.output);
    expect(ended.costUsd).toBeGreaterThan(claudeCost({ ...all, output: exact.output }));
    const reckoned = [...costStates(home).values()].reduce((sum, usd) => sum + usd, 0);
    expect(Math.abs(ended.costUsd / reckoned - 1)).toBeLessThan(COST_TOLERANCE);
    expect(settingsDigests(home, sessions.repo)).toEqual(settings);

    expect(ended.resumeCommand).toMatch(/^env HOME=.* --permission-mode default --allowedTools Agent,Bash --resume [0-9a-f-]{36}$/);
    const before = sessions.standIn.billed.length;
    const resumed = await sessions.resume(ended);
    await resumed.viewer.sees('RED CHERRIES', 60_000);
    await submit(resumed.viewer, 'say:white grapes');
    await resumed.viewer.sees('WHITE GRAPES');
    await sleep(500);
    await submit(resumed.viewer, '/exit');
    const more = await sessions.ended(resumed);
    const bill = sumOfBills(sessions.standIn.billed.slice(before).map((request) => request.bill));
    expect(sessions.standIn.billed[before]?.question.conversation?.join('\n')).toContain('say:red cherries');
    expect(more.tokens).toMatchObject({ input: bill.input, cacheRead: bill.cacheRead, output: bill.output });
    expect(more.costUsd).toBeCloseTo(claudeCost(bill), 6);
    expect(more).toMatchObject({ resumeOf: ended.id, carried: { costUsd: ended.costUsd, countedTokens: ended.tokens.counted } });
  }, 240_000);

  it('is stopped at its budget before the next request of a turn goes out', async () => {
    const budgetUsd = 0.04;
    const started = await sessions.start(REAL_CLAUDE, 'enforced', { budgetUsd }, UNASKED);
    await submit(started.viewer, 'again:50:echo step');
    const ended = await sessions.ended(started);
    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    await sleep(AFTERLIFE_MS);
    const costs = sessions.standIn.billed.map(({ bill }) => claudeCost(bill));
    const enough = costs.findIndex((_, i) => costs.slice(0, i + 1).reduce((a, b) => a + b, 0) >= budgetUsd) + 1;
    expect(enough).toBeGreaterThan(2);
    expect(costs).toHaveLength(enough);
    expect(await processesOf(started.home)).toEqual([]);
  }, 120_000);

  it('is stopped at its budget in the middle of an answer', async () => {
    const started = await sessions.start(REAL_CLAUDE, 'long-answer', { budgetTokens: 2_000 }, UNASKED);
    await submit(started.viewer, 'say:green apples');
    await started.viewer.sees('GREEN APPLES');
    await submit(started.viewer, 'count:5000');
    const ended = await sessions.ended(started);
    expect(ended).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    await sessions.recorded(started.session, ({ tokens }) => tokens.counted >= 2_000);
    expect(sessions.standIn.billed.map(({ state }) => state)).toEqual(['finished', 'abandoned']);
    expect(await processesOf(started.home)).toEqual([]);
  }, 180_000);

  it(`can be resumed after each of ${GRACEFUL_STOPS} stops, in whatever it was doing`, async () => {
    const failures: string[] = [];
    for (let run = 0; run < GRACEFUL_STOPS; run++) {
      const doing = ['nothing', 'answering', 'running a tool', 'being typed into'][run % 4];
      const started = await sessions.start(REAL_CLAUDE, 'graceful', {}, UNASKED);
      const { session, viewer } = started;
      await submit(viewer, 'say:green apples');
      await viewer.sees('GREEN APPLES');
      if (doing === 'answering') {
        await submit(viewer, 'count:500');
        await viewer.sees('word5');
      } else if (doing === 'running a tool') {
        const answered = finished().length;
        await submit(viewer, 'run:sleep 60');
        await waitFor(() => finished().length > answered, { what: 'the tool call' });
        await sleep(1_000);
      } else if (doing === 'being typed into') {
        viewer.type('a prompt that nobody sent');
        await viewer.sees('nobody sent');
      }
      const asked = sessions.standIn.billed.length;
      await sessions.client.stop(session.id);
      const ended = await sessions.ended(started);
      const id = /--resume ([0-9a-f-]{36})$/.exec(ended.resumeCommand ?? '')?.[1];
      const hint = viewer.bytes.toString('utf8').includes(`--resume ${id}`);
      const prompts = sessions.standIn.billed.slice(asked).length;
      if (ended.stopReason !== 'user' || ended.survivors !== 0 || id === undefined || !hint || prompts > 0) {
        failures.push(`run ${run} (${doing}): id ${id}, hint ${hint}, survivors ${ended.survivors}, requests after the stop ${prompts}, exit ${ended.exitCode} ${ended.signal}`);
      }
    }
    expect(failures).toEqual([]);
  }, 600_000);
});
