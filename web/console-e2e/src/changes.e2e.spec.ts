import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_RESTORED_PATH_BYTES, snapshotListSchema, type Session, type SessionSnapshot } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import type { Locator } from 'playwright-core';
import { aRepo, startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

const CART = `${Array.from({ length: 60 }, (_, index) => `export const line${index + 1} = ${index + 1};`).join('\n')}\n`;

let test: FleetUnderTest;
let visitor: Visitor;
beforeAll(async () => { test = await startFleetUnderTest(); }, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => { visitor = await Visitor.signedIn(test.browser, test.fleet); });
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

/** A repo with a module and a note, committed. */
function aShop(name: string): string {
  const repo = aRepo(join(test.root, name), 'main');
  writeFileSync(join(repo, 'cart.ts'), CART);
  writeFileSync(join(repo, 'notes.txt'), 'one\ntwo\n');
  const git = (...parameters: string[]) => execFileSync('git', ['-C', repo, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...parameters]);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Add a cart');
  return repo;
}

async function snapshots(id: string): Promise<SessionSnapshot[]> {
  return snapshotListSchema.parse(JSON.parse((await test.fleet.download(id, 'changes')).toString())).items;
}

/** Starts a session and waits until the start is kept: what changes from then on is its doing. */
async function aSession(repoPath: string, command: string): Promise<Session> {
  const session = await test.fleet.startSession({ kind: 'pty', repoPath, command, name: `Works in ${repoPath}` });
  await waitFor(async () => (await snapshots(session.id)).some(({ phase }) => phase === 'start') || undefined, { timeoutMs: 30_000, what: 'the snapshot of the start' });
  return session;
}

/** What an agent could have done: two changes in the module, a new file that means no good. */
function change(repo: string): void {
  writeFileSync(join(repo, 'cart.ts'), CART.replace('line5 = 5;', 'line5 = 50;').replace('line40 = 40;', 'line40 = 4 * 10;'));
  writeFileSync(join(repo, 'login.ts'), "if (role === 'user\u202e') {\n} // <img src=x onerror=alert(1)>\n");
}

/** Opens the tab of a running session and takes a snapshot there. */
async function looksAtChanges(session: Session): Promise<void> {
  await visitor.open(`/sessions/${session.id}/changes`);
  await visitor.page.getByRole('button', { name: 'Take a snapshot now' }).click();
  await visitor.page.getByRole('treeitem', { name: /cart\.ts/ }).waitFor();
}

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
    const repo = aShop('keys');
    const session = await aSession(repo, 'bash');
    change(repo);
    await looksAtChanges(session);
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
    const repo = aShop('hostile');
    const session = await aSession(repo, 'bash');
    change(repo);
    await looksAtChanges(session);
    await visitor.page.getByRole('treeitem', { name: /login\.ts/ }).click();
    await lines().getByText('U+202E').waitFor();
    await lines().getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await lines().locator('img').count()).toBe(0);
  });

  it('opens the lines that were left out', async () => {
    const repo = aShop('context');
    const session = await aSession(repo, 'bash');
    change(repo);
    await looksAtChanges(session);
    await lines().getByRole('button', { name: 'Show 20 below' }).first().click();
    await lines().getByText('line20 = 20').first().waitFor();
    await lines().getByRole('button', { name: /^Show \d+ lines between$/ }).click();
    await lines().getByText('line33 = 33').first().waitFor();
  });

  it('scrolls through a long diff by wheel and keys, as the browser itself scrolls to a line, and with a comment in it', async () => {
    const repo = aShop('long');
    const session = await aSession(repo, 'bash');
    writeFileSync(join(repo, 'cart.ts'), CART.replaceAll(' = ', ' = 1 + '));
    writeFileSync(join(repo, 'long.txt'), Array.from({ length: 3_000 }, (_, line) => `line number ${line + 1}.\n`).join(''));
    await looksAtChanges(session);
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
    const repo = aShop('comments');
    const session = await aSession(repo, 'bash --norc');
    change(repo);
    await looksAtChanges(session);
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

  it('puts a file back to the start of the session, and undoes that', async () => {
    const repo = aShop('restore');
    const session = await aSession(repo, 'bash');
    change(repo);
    const changed = readFileSync(join(repo, 'cart.ts'), 'utf8');
    await looksAtChanges(session);
    await visitor.page.getByRole('button', { name: 'Restore file…' }).click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByText('The session is still running').waitFor();
    await dialog.getByText('1 file will be written').waitFor();
    expect(readFileSync(join(repo, 'cart.ts'), 'utf8')).toBe(changed);
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await visitor.page.getByRole('heading', { name: 'Put back cart.ts' }).waitFor();
    expect(readFileSync(join(repo, 'cart.ts'), 'utf8')).toBe(CART);
    await visitor.page.getByRole('button', { name: 'Undo' }).click();
    await visitor.page.getByRole('heading', { name: /^Undone/ }).waitFor();
    expect(readFileSync(join(repo, 'cart.ts'), 'utf8')).toBe(changed);
  });

  it('puts back more files than one request takes, as one restore point, and undoes all of it', async () => {
    const repo = aShop('runaway');
    const session = await aSession(repo, 'bash');
    change(repo);
    const directory = 'generated-'.repeat(20);
    const paths = Array.from({ length: 1.2 * (MAX_RESTORED_PATH_BYTES / directory.length) }, (_, file) => join(directory, `${file}.txt`));
    mkdirSync(join(repo, directory));
    for (const path of paths) writeFileSync(join(repo, path), `${path}\n`);
    const content = () => paths.map((path) => (existsSync(join(repo, path)) ? readFileSync(join(repo, path), 'utf8') : null));
    await visitor.open(`/sessions/${session.id}/changes`);
    await visitor.page.getByRole('button', { name: 'Take a snapshot now' }).click();
    await visitor.page.getByRole('treeitem', { name: /^generated-/ }).first().waitFor();
    await visitor.page.getByRole('button', { name: 'Restore all to the start…' }).click();
    const dialog = visitor.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click({ timeout: 60_000 });
    await visitor.page.getByRole('heading', { name: /^Put back \S+ files/ }).waitFor({ timeout: 120_000 });
    expect(content().filter((text) => text !== null)).toEqual([]);
    expect((await snapshots(session.id)).filter(({ phase }) => phase === 'before_restore')).toMatchObject([{ files: paths.length + 2 }]);
    await visitor.page.getByRole('button', { name: 'Undo' }).click();
    await visitor.page.getByRole('heading', { name: /^Undone/ }).waitFor({ timeout: 120_000 });
    expect(content()).toEqual(paths.map((path) => `${path}\n`));
    expect(readFileSync(join(repo, 'cart.ts'), 'utf8')).toContain('line5 = 50;');
    expect((await snapshots(session.id)).map(({ phase }) => phase)).toEqual(['start', 'asked', 'before_restore', 'before_restore']);
  }, 400_000);
});

describe('the Changes tab of a session that is over', () => {
  it('shows the snapshot of its end as soon as it is there; the patch applies to the start', async () => {
    const repo = aShop('ended');
    const session = await aSession(repo, `bash -c 'read -r; echo three >> notes.txt; git rm -q cart.ts'`);
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
    const idle = await aSession(aShop('idle'), 'true');
    await test.fleet.ended(idle.id);
    await visitor.open(`/sessions/${idle.id}/changes`);
    await visitor.page.getByText('as it was when the session began').waitFor();
    const notes = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: 'true', name: 'Notes' });
    await test.fleet.ended(notes.id);
    await visitor.open(`/sessions/${notes.id}/changes`);
    await visitor.sees('Not a git repo');
  });
});
