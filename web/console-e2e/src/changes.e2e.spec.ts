import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import type { Locator } from 'playwright-core';
import { aSession, aShop, CART, change, looksAtChanges } from './changed-shop.js';
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

const lines = () => visitor.page.getByRole('grid', { name: /^Changes of/ });

/** Waits until something is drawn within the view of the lines. */
async function comesIntoView(what: Locator): Promise<void> {
  const isWithin = async () => {
    const [view, box] = [await lines().boundingBox(), (await what.count()) === 0 ? null : await what.boundingBox()];
    return (box !== null && view !== null && box.y >= view.y && box.y + box.height <= view.y + view.height) || undefined;
  };
  await waitFor(isWithin, { timeoutMs: 10_000, what: `${String(what)} in view` });
}

describe('the Changes tab of a running shell', () => {
  it('shows what changed, word by word, and moves by keys from change to change and on to the next file', async () => {
    const repo = aShop(test, 'keys');
    const session = await aSession(test, repo, 'bash');
    change(repo);
    await looksAtChanges(visitor, session);
    await visitor.page.getByRole('tree').getByText('login.ts').waitFor();
    await lines().locator('.add .mk', { hasText: '50' }).waitFor();
    await visitor.page.keyboard.press('n');
    await visitor.page.getByText('Line 5', { exact: true }).waitFor();
    await visitor.page.keyboard.press('n');
    await visitor.page.getByText('Line 40', { exact: true }).waitFor();
    await visitor.page.keyboard.press('Shift+ArrowDown');
    await visitor.page.getByText('Lines 40–41').waitFor();
    await visitor.page.keyboard.press('n');
    await visitor.sees('login.ts');
    await visitor.page.keyboard.press('p');
    await visitor.sees('cart.ts');
    await visitor.page.getByText('Line 40', { exact: true }).waitFor();
    await visitor.page.keyboard.press('u');
    await visitor.page.getByRole('button', { name: 'Unified', pressed: true }).waitFor();
    await visitor.sees('cart.ts');
  });

  it('shows text for what it is: no HTML, and nothing hidden', async () => {
    const repo = aShop(test, 'hostile');
    const session = await aSession(test, repo, 'bash');
    change(repo);
    await looksAtChanges(visitor, session);
    await visitor.page.getByRole('treeitem', { name: /login\.ts/ }).click();
    await lines().getByText('U+202E').waitFor();
    await lines().getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await lines().locator('img').count()).toBe(0);
  });

  it('opens the lines that were left out', async () => {
    const repo = aShop(test, 'context');
    const session = await aSession(test, repo, 'bash');
    change(repo);
    await looksAtChanges(visitor, session);
    await lines().getByRole('button', { name: 'Show 20 below' }).first().click();
    await lines().getByText('line20 = 20').first().waitFor();
    await lines().getByRole('button', { name: /^Show \d+ lines between$/ }).click();
    await lines().getByText('line33 = 33').first().waitFor();
  });

  it('scrolls through a long diff by wheel and keys, as the browser itself scrolls to a line, and with a comment in it', async () => {
    const repo = aShop(test, 'long');
    const session = await aSession(test, repo, 'bash');
    writeFileSync(join(repo, 'cart.ts'), CART.replaceAll(' = ', ' = 1 + '));
    writeFileSync(join(repo, 'long.txt'), Array.from({ length: 3_000 }, (_, line) => `line number ${line + 1}.\n`).join(''));
    await looksAtChanges(visitor, session);
    await lines().getByText('line1 = 1 + 1;').waitFor();
    await lines().getByText('line58 = 1 + 58;').scrollIntoViewIfNeeded();
    await comesIntoView(lines().getByText('line58 = 1 + 58;'));
    await visitor.page.getByRole('treeitem', { name: /long\.txt/ }).click();
    await lines().getByText('line number 1.').waitFor();
    await lines().hover();
    await visitor.page.mouse.wheel(0, 20_000);
    await comesIntoView(lines().getByText('line number 1001.'));
    await lines().focus();
    await visitor.page.keyboard.press('End');
    await comesIntoView(lines().getByText('line number 3000.'));
    await lines().locator('[data-line="2999"]').click();
    await visitor.page.keyboard.press('c');
    await visitor.page.keyboard.type('Why so many?');
    await comesIntoView(lines().getByRole('button', { name: 'Keep draft' }));
    await lines().focus();
    await visitor.page.keyboard.press('Home');
    await comesIntoView(lines().getByText('line number 1.'));
  });

  it('sends comments into the session as one message, which a shell does not run', async () => {
    const repo = aShop(test, 'comments');
    const session = await aSession(test, repo, 'bash --norc');
    change(repo);
    await looksAtChanges(visitor, session);
    await lines().waitFor();
    await visitor.page.keyboard.press('n');
    await visitor.page.keyboard.press('c');
    await visitor.page.keyboard.type('Why 50?\n$(touch run-by-the-shell)');
    await visitor.page.keyboard.press('Control+Enter');
    // A reload loses none of it.
    await visitor.page.reload();
    await visitor.page.getByText('1 draft comment').waitFor();
    await lines().waitFor();
    await visitor.page.keyboard.press('n');
    await visitor.page.keyboard.press('n');
    await visitor.page.keyboard.press('c');
    await visitor.page.keyboard.type('And this?');
    await visitor.page.getByRole('button', { name: /^Send 2 comments/ }).click();
    await visitor.page.getByRole('heading', { name: '2 comments sent' }).waitFor();
    expect(await visitor.page.getByText('draft comment').count()).toBe(0);
    await visitor.page.getByRole('link', { name: 'Terminal', exact: true }).click();
    await visitor.seesInTerminal(/# 2 comments on your changes:/);
    await visitor.seesInTerminal(/# > export const line5 = 50;/);
    await visitor.types('ls run-by-the-shell\n');
    await visitor.seesInTerminal(/cannot access/);
  });
});

describe('the Changes tab of a session that is over', () => {
  it('shows the snapshot of its end as soon as it is there; the patch applies to the start', async () => {
    const repo = aShop(test, 'ended');
    const session = await aSession(test, repo, `bash -c 'read -r; echo three >> notes.txt; git rm -q cart.ts'`);
    await visitor.open(`/sessions/${session.id}`);
    await visitor.types('\n');
    await visitor.page.getByRole('link', { name: /^Changes/ }).click();
    await visitor.page.getByRole('treeitem', { name: /notes\.txt/ }).waitFor();
    await visitor.page.getByRole('treeitem', { name: /cart\.ts.*Deleted/ }).waitFor();
    expect(await visitor.page.getByRole('button', { name: 'Take a snapshot now' }).count()).toBe(0);
    execFileSync('git', ['-C', repo, 'reset', '--quiet', '--hard']);
    execFileSync('git', ['-C', repo, 'apply'], { input: await test.fleet.download(session.id, 'changes/end/patch') });
    expect(readFileSync(join(repo, 'notes.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
    expect(execFileSync('git', ['-C', repo, 'status', '--short'], { encoding: 'utf8' })).toContain(' D cart.ts');
    await visitor.page.getByRole('link', { name: 'Artifacts' }).click();
    await visitor.page.getByRole('link', { name: 'Show changes' }).first().click();
    await visitor.page.getByRole('treeitem', { name: /notes\.txt/ }).waitFor();
  });

  it('says so when nothing changed, and when there is no repo', async () => {
    const idle = await aSession(test, aShop(test, 'idle'), 'true');
    await test.fleet.ended(idle.id);
    await visitor.open(`/sessions/${idle.id}/changes`);
    await visitor.page.getByText('as it was when the session began').waitFor();
    const notes = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: 'true', name: 'Notes' });
    await test.fleet.ended(notes.id);
    await visitor.open(`/sessions/${notes.id}/changes`);
    await visitor.sees('Not a git repo');
  });
});
