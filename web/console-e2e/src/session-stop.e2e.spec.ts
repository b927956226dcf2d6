import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

let test: FleetUnderTest;
let visitor: Visitor;
beforeAll(async () => { test = await startFleetUnderTest(); }, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => { visitor = await Visitor.signedIn(test.browser, test.fleet); });
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

/** 300 characters a second and a half: slow enough that a person sees the warning before the stop. */
const SPENDER = `bash -c 'while :; do head -c 300 /dev/zero | tr "\\0" x; echo; sleep 0.25; done'`;

/** Uses 1650 tokens at once and then next to none: time to read the warning and to act. */
const NEARLY_THERE = `bash -c 'head -c 6600 /dev/zero | tr "\\0" x; while :; do sleep 1; echo .; done'`;

describe('a budget', () => {
  it('warns at 80 %, stops at 100 %, and says that nothing is left', async () => {
    await visitor.fillsNewSession({ Repo: test.notes, Command: SPENDER, Name: 'Spender', 'US dollars': '', Tokens: '2000' });
    await visitor.sees('80 % of the budget is used');
    await visitor.sees('Stopped by the budget');
    await visitor.page.getByText('Stop verified: 0 processes left').first().waitFor();
    // What was used comes by the session's events, the words by its state: either may be painted first.
    await visitor.page.locator('[role=meter][aria-label="Budget used"][aria-valuenow="100"]').first().waitFor();
    const spender = (await test.fleet.sessions()).find(({ name }) => name === 'Spender');
    expect(spender).toMatchObject({ status: 'ended', stopReason: 'budget_exceeded', survivors: 0 });
  });

  it('can be raised from the warning, and the session goes on', async () => {
    await visitor.fillsNewSession({ Repo: test.notes, Command: NEARLY_THERE, Name: 'Raised', 'US dollars': '', Tokens: '2000' });
    await visitor.sees('80 % of the budget is used');
    await visitor.page.locator('fleet-toast-stack').getByRole('button', { name: 'Raise budget' }).click();
    // The dialog takes the focus when it has opened; what is typed before would go elsewhere.
    await visitor.page.locator('#raise-usd:focus').waitFor();
    await visitor.page.getByRole('dialog').getByLabel('Tokens').fill('1000000');
    await visitor.page.getByRole('button', { name: 'Set budget' }).click();
    await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
    await visitor.page.getByRole('heading', { name: '80 % of the budget is used' }).waitFor({ state: 'detached' });
    await visitor.page.getByText('/ 1M tok').first().waitFor();
    await visitor.page.getByRole('button', { name: 'Stop', exact: true }).click();
    const raised = (await test.fleet.sessions()).find(({ name }) => name === 'Raised');
    expect(await test.fleet.ended(raised?.id ?? '')).toMatchObject({ stopReason: 'user', survivors: 0 });
  });
});

describe('stopping', () => {
  it('by force asks once, and kills what does not listen', async () => {
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: `bash -c 'trap "" INT TERM HUP; while :; do sleep 1; done'`, name: 'Deaf' });
    await visitor.open(`/sessions/${session.id}`);
    await visitor.page.getByRole('button', { name: 'Force stop' }).click();
    await visitor.page.getByRole('alertdialog').getByRole('button', { name: 'Force stop' }).click();
    expect(await test.fleet.ended(session.id)).toMatchObject({ stopReason: 'user', survivors: 0 });
    await visitor.page.getByText('Stop verified: 0 processes left').first().waitFor();
  });

  it('several at once goes by the keyboard', async () => {
    const started = await Promise.all(
      ['One', 'Two'].map((name) => test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command: 'sleep 600', name: `Bulk ${name}` })),
    );
    await visitor.open('/');
    // Keys are heard once the list is there.
    await visitor.page.getByRole('link', { name: 'Bulk Two', exact: true }).waitFor();
    await visitor.page.keyboard.press('/');
    await visitor.page.keyboard.type('bulk');
    const rows = visitor.page.locator('li[data-id]');
    await waitFor(async () => (await rows.count()) === started.length, { what: 'only the sessions that the filter finds' });
    await visitor.page.getByLabel('Filter by name, branch or command').blur();
    for (const key of ['j', 'x', 'j', 'x']) await visitor.page.keyboard.press(key);
    await visitor.page.getByRole('button', { name: 'Stop 2' }).click();
    await visitor.page.getByRole('alertdialog').getByRole('button', { name: 'Stop 2' }).click();
    for (const { id } of started) expect(await test.fleet.ended(id)).toMatchObject({ stopReason: 'user' });
  });
});
