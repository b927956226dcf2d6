import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { snapshotListSchema, type Session } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { aRepo, startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

/** Most changed files that a snapshot of this fleet lists. */
const MOST_FILES = 4;

let test: FleetUnderTest;
let visitor: Visitor;
beforeAll(async () => { test = await startFleetUnderTest({ FLEET_SNAPSHOT_MAX_FILES: String(MOST_FILES) }); }, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => { visitor = await Visitor.signedIn(test.browser, test.fleet); });
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

/** A session in a repo with some files, whose start is kept. */
async function aSession(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<{ session: Session; repo: string }> {
  const repo = aRepo(join(test.root, name), 'main');
  for (const [path, content] of Object.entries(files)) writeFileSync(join(repo, path), content);
  const git = (...words: string[]) => execFileSync('git', ['-C', repo, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...words]);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Add files', '--allow-empty');
  const session = await test.fleet.startSession({ kind: 'pty', repoPath: repo, command: 'bash', name });
  const isKept = async () => snapshotListSchema.parse(JSON.parse((await test.fleet.download(session.id, 'changes')).toString())).items.some(({ phase }) => phase === 'start') || undefined;
  await waitFor(isKept, { timeoutMs: 30_000, what: 'the snapshot of the start' });
  return { session, repo };
}

async function takesSnapshot({ id }: Session): Promise<void> {
  await visitor.open(`/sessions/${id}/changes`);
  await visitor.page.getByRole('button', { name: 'Take a snapshot now' }).click();
}

const tree = () => visitor.page.getByRole('tree', { name: 'Changed files' });

describe('the Changes tab', () => {
  it('says that nothing changed', async () => {
    const { session } = await aSession('empty', {});
    await takesSnapshot(session);
    await visitor.sees('Nothing changed');
    expect(await tree().count()).toBe(0);
  });

  it('shows that it loads, then what could not be read and why, and reads it when asked again', async () => {
    const { session, repo } = await aSession('slow', { 'a.txt': 'one\n' });
    writeFileSync(join(repo, 'a.txt'), 'two\n');
    await takesSnapshot(session);
    await tree().getByText('a.txt').waitFor();
    // On the way to a fleet that really answers: late, or not at all.
    let answer: (how: 'late' | 'never') => void = () => undefined;
    const decided = new Promise<'late' | 'never'>((resolve) => { answer = resolve; });
    const files = /\/changes\/[^/]+$/;
    await visitor.page.route(files, async (route) => ((await decided) === 'late' ? route.continue() : route.abort()));
    await visitor.page.reload();
    await visitor.page.getByRole('status').getByText('Loading the changes').waitFor({ state: 'attached' });
    answer('never');
    await visitor.sees('The changes could not be read');
    await visitor.page.getByText('The fleet does not answer').waitFor();
    await visitor.page.unroute(files);
    await visitor.page.getByRole('button', { name: 'Retry' }).click();
    await tree().getByText('a.txt').waitFor();
    // The browser itself notes the request that was broken off.
    expect(visitor.errors.splice(0).every((error) => error.includes('net::ERR_FAILED'))).toBe(true);
  });

  it('says that a list is not complete, and why', async () => {
    const { session, repo } = await aSession('many', {});
    for (let file = 0; file < 2 * MOST_FILES; file += 1) writeFileSync(join(repo, `f${file}.txt`), 'new\n');
    await takesSnapshot(session);
    await visitor.page.getByText(/^Not complete: /).waitFor();
    expect(await tree().getByRole('treeitem').count()).toBe(MOST_FILES);
  });

  it('lists a binary file without its bytes, and says from where one was renamed', async () => {
    const text = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');
    const { session, repo } = await aSession('kinds', { 'old.txt': text, 'logo.bin': Uint8Array.from([0, 1, 2, 3]) });
    renameSync(join(repo, 'old.txt'), join(repo, 'new.txt'));
    writeFileSync(join(repo, 'logo.bin'), Uint8Array.from([0, 9, 9, 9]));
    await takesSnapshot(session);
    await tree().getByRole('treeitem', { name: 'logo.bin' }).click();
    await visitor.sees('A binary file');
    expect(await visitor.page.getByRole('grid').count()).toBe(0);
    await tree().getByRole('treeitem', { name: /new\.txt.*Renamed/ }).click();
    await visitor.page.getByText('Renamed from old.txt').waitFor();
    await visitor.sees('No line changed');
  });

  it('shows names and lines of a hostile repo as text', async () => {
    const { session, repo } = await aSession('hostile', {});
    const name = '<img src=x onerror=alert(1)>\u202etxt.exe';
    writeFileSync(join(repo, name), '<script>alert(1)</script>\n\u001b]52;c;aGk=\u0007\n');
    await takesSnapshot(session);
    await tree().getByText('<img src=x onerror=alert(1)>').click();
    const lines = visitor.page.getByRole('grid');
    await lines.getByText('<script>alert(1)</script>').waitFor();
    await lines.getByText('ESC').first().waitFor();
    expect(await tree().innerText()).toContain('U+202E');
    expect(await visitor.page.locator('main img, main script').count()).toBe(0);
  });
});
