import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_RESTORED_PATH_BYTES } from '@agents-fleet/contracts';
import { aSession, aShop, CART, change, looksAtChanges, snapshots } from './changed-shop.js';
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

describe('a restore on the Changes tab', () => {
  it('puts a file back to the start of the session, and undoes that', async () => {
    const repo = aShop(test, 'restore');
    const session = await aSession(test, repo, 'bash');
    change(repo);
    const changed = readFileSync(join(repo, 'cart.ts'), 'utf8');
    await looksAtChanges(visitor, session);
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
    const repo = aShop(test, 'runaway');
    const session = await aSession(test, repo, 'bash');
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
    expect((await snapshots(test, session.id)).filter(({ phase }) => phase === 'before_restore')).toMatchObject([{ files: paths.length + 2 }]);
    await visitor.page.getByRole('button', { name: 'Undo' }).click();
    await visitor.page.getByRole('heading', { name: /^Undone/ }).waitFor({ timeout: 120_000 });
    expect(content()).toEqual(paths.map((path) => `${path}\n`));
    expect(readFileSync(join(repo, 'cart.ts'), 'utf8')).toContain('line5 = 50;');
    expect((await snapshots(test, session.id)).map(({ phase }) => phase)).toEqual(['start', 'asked', 'before_restore', 'before_restore']);
  }, 400_000);
});
