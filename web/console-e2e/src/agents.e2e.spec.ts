import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Session, type UsageRecord } from '@agents-fleet/contracts';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { installPretendAgent } from './pretend-agent.js';
import { RunnerVoice } from './runner-voice.js';
import { Visitor } from './visitor.js';

let test: FleetUnderTest;
let voice: RunnerVoice;
let visitor: Visitor;
beforeAll(async () => {
  test = await startFleetUnderTest();
  installPretendAgent(test.programs);
  voice = await RunnerVoice.of(test.fleet.dataDirectory);
}, 400_000);
afterAll(async () => {
  await voice.close();
  await test.close();
}, 60_000);
beforeEach(async () => { visitor = await Visitor.signedIn(test.browser, test.fleet); });
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

const usd = (amount: number) => amount * 1_000_000_000;
const request = { input: 1_200, cacheRead: 84_000, cacheWrite5m: 300, cacheWrite1h: 500, output: 3_100 };

function startAgent(name: string, budgetUsd: number): Promise<Session> {
  return test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command: 'claude', name, budgetUsd });
}

/** What a request cost, as the agent says itself. */
function cost(amount: number): Pick<UsageRecord, 'tokens' | 'reportedCostNanoUsd'> {
  return { tokens: request, reportedCostNanoUsd: usd(amount) };
}

describe('the figures of an agent', () => {
  it('say where they come from, count each request once, and show pace, context and tokens by class', async () => {
    const session = await startAgent('Measured', 5);
    await visitor.open(`/sessions/${session.id}`);
    await voice.used(session, { ...cost(0.4), requestId: 'req_one' });
    await voice.used(session, { ...cost(0.4), requestId: 'req_one', source: 'transcript' });
    await voice.fills(session, { usedTokens: 138_000, windowTokens: 200_000 });

    const { page } = visitor;
    await page.locator('.budget').getByText('$0.40').waitFor();
    const badge = page.locator('.source fleet-confidence');
    await badge.getByText('exact', { exact: true }).waitFor();
    expect(await badge.getAttribute('title')).toBe('Exact: from Claude Code’s telemetry');

    await voice.used(session, { ...cost(0.1), requestId: 'req_two', partial: true });
    await page.locator('.budget').getByText('$0.50').waitFor();
    await badge.getByText('estimated', { exact: true }).waitFor();
    expect(await badge.getAttribute('title')).toContain('interrupted responses as far as they were seen');
    await page.locator('.burn').getByText(/\$\d+\.\d+\/min/).waitFor();
    await page.getByText('at this rate').waitFor();
    expect(await page.getByRole('meter', { name: 'Context window used' }).getAttribute('aria-valuenow')).toBe('69');

    const activity = page.locator('.panel ol');
    await activity.getByText('Interrupted request').waitFor();
    await activity.getByText(/\d+ more reports? of the same usage/).waitFor();
    expect(await activity.locator('li fleet-confidence').count()).toBe(2);

    await page.getByRole('button', { name: /^Tokens by class/ }).click();
    const tokens = page.getByRole('dialog', { name: 'Tokens' });
    expect(await tokens.getByRole('row', { name: 'Read from cache' }).innerText()).toMatch(/168,000\s+–/);
    expect(await tokens.getByRole('row', { name: 'Total' }).innerText()).toMatch(/178,200\s+10,200/);
    await tokens.getByText('claude-sonnet-4-5').waitFor();
    await page.keyboard.press('Escape');
    await tokens.waitFor({ state: 'detached' });
  });
});

describe('an agent that needs the person', () => {
  it('comes first, is said aloud, and is counted in the title, until it goes on', async () => {
    const asking = await startAgent('Asks', 5);
    await startAgent('Started later', 5);
    await visitor.open('/');
    const rows = visitor.page.locator('li[data-id]');
    await rows.getByRole('link', { name: 'Started later', exact: true }).waitFor();

    await voice.does(asking, 'working');
    await voice.does(asking, 'waiting');
    const row = visitor.page.locator(`li[data-id="${asking.id}"]`);
    await row.getByText('Needs you').waitFor();
    expect(await rows.first().getAttribute('data-id')).toBe(asking.id);
    await visitor.page.locator('.cdk-live-announcer-element').getByText('Asks needs you').waitFor({ state: 'attached' });
    expect(await visitor.page.title()).toBe('(1) Fleet · Agents Fleet');

    await voice.does(asking, 'working');
    await row.getByText('Working').waitFor();
    expect(await visitor.page.title()).toBe('Fleet · Agents Fleet');
    await row.getByRole('link', { name: 'Asks', exact: true }).click();
    await voice.does(asking, 'idle');
    await visitor.page.locator('header fleet-state-badge').getByText('Idle').waitFor();
  });
});

describe('resuming a session', () => {
  it('goes on with the conversation on what is left of the budget, and asks for a raise when nothing is', async () => {
    const { page } = visitor;
    const first = await startAgent('Long talk', 1);
    await voice.used(first, cost(0.82));
    await visitor.open(`/sessions/${first.id}`);
    await page.locator('.budget').getByText('$0.82').waitFor();
    await visitor.types('the cart is 42\n');
    await visitor.seesInTerminal(/^Noted: the cart is 42$/);
    await visitor.types('/exit\n');
    await test.fleet.ended(first.id);

    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Used so far: \$0\.82/).waitFor();
    await dialog.getByText(/claude --resume [0-9a-f-]{36}/).waitFor();
    expect(await dialog.getByLabel('US dollars').inputValue()).toBe('1');
    await dialog.getByRole('button', { name: 'Resume', exact: true }).click();

    await visitor.seesInTerminal(/^Earlier: the cart is 42$/);
    await page.getByText(/\$0\.82 before, \S+ now/).waitFor();
    await page.getByRole('link', { name: /^from the session of/ }).click();
    await page.getByRole('link', { name: 'Go to the running one' }).click();
    const second = await test.fleet.session(page.url().split('/').at(-1) ?? '');
    expect(second).toMatchObject({ resumeOf: first.id, budgetUsd: 1, carried: { costUsd: 0.82 }, status: 'running' });

    await voice.used(second, cost(0.2));
    expect(await test.fleet.ended(second.id)).toMatchObject({ stopReason: 'budget_exceeded', survivors: 0 });
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await dialog.getByText('The budget is used up').waitFor();
    await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
    await dialog.getByText(/The budget is used up: .* have spent \$1\.02 of \$1\.00/).waitFor();
    await dialog.getByRole('button', { name: 'Raise to $1.64' }).click();
    await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
    await page.getByText(/\$1\.02 before, \S+ now/).waitFor();
    await visitor.seesInTerminal(/^Earlier: the cart is 42$/);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
  });

  it('from the fleet’s row takes the keyboard, too', async () => {
    const session = await startAgent('By the row', 1);
    await visitor.open(`/sessions/${session.id}`);
    await visitor.types('/exit\n');
    await test.fleet.ended(session.id);
    await visitor.open('/');
    await visitor.page.getByRole('link', { name: 'By the row', exact: true }).focus();
    await visitor.page.getByRole('button', { name: 'Resume: By the row' }).press('Enter');
    await visitor.page.locator('#resume-usd:focus').waitFor();
    await visitor.page.keyboard.press('Enter');
    await visitor.seesInTerminal(/^Welcome$/);
    expect(await test.fleet.session(visitor.page.url().split('/').at(-1) ?? '')).toMatchObject({ resumeOf: session.id, name: 'By the row' });
  });
});
