import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotListSchema, type Session, type SessionSnapshot } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { aRepo, type FleetUnderTest } from './fleet-under-test.js';
import type { Visitor } from './visitor.js';

/** A module of 60 lines. */
export const CART = `${Array.from({ length: 60 }, (_, index) => `export const line${index + 1} = ${index + 1};`).join('\n')}\n`;

/** A repo with a module and a note, committed. */
export function aShop(test: FleetUnderTest, name: string): string {
  const repo = aRepo(join(test.root, name), 'main');
  writeFileSync(join(repo, 'cart.ts'), CART);
  writeFileSync(join(repo, 'notes.txt'), 'one\ntwo\n');
  const git = (...parameters: string[]) => execFileSync('git', ['-C', repo, '-c', 'user.name=A', '-c', 'user.email=a@example.org', ...parameters]);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Add a cart');
  return repo;
}

/** What is kept of a session. */
export async function snapshots(test: FleetUnderTest, id: string): Promise<SessionSnapshot[]> {
  return snapshotListSchema.parse(JSON.parse((await test.fleet.download(id, 'changes')).toString())).items;
}

/** Starts a session and waits until the start is kept: what changes from then on is its doing. */
export async function aSession(test: FleetUnderTest, repoPath: string, command: string): Promise<Session> {
  const session = await test.fleet.startSession({ kind: 'pty', repoPath, command, name: `Works in ${repoPath}` });
  await waitFor(async () => (await snapshots(test, session.id)).some(({ phase }) => phase === 'start') || undefined, { timeoutMs: 30_000, what: 'the snapshot of the start' });
  return session;
}

/** What an agent could have done: two changes in the module, a new file that means no good. */
export function change(repo: string): void {
  writeFileSync(join(repo, 'cart.ts'), CART.replace('line5 = 5;', 'line5 = 50;').replace('line40 = 40;', 'line40 = 4 * 10;'));
  writeFileSync(join(repo, 'login.ts'), "if (role === 'user\u202e') {\n} // <img src=x onerror=alert(1)>\n");
}

/** Opens the tab of a running session and takes a snapshot there. */
export async function looksAtChanges(visitor: Visitor, session: Session): Promise<void> {
  await visitor.open(`/sessions/${session.id}/changes`);
  await visitor.page.getByRole('button', { name: 'Take a snapshot now' }).click();
  await visitor.page.getByRole('treeitem', { name: /cart\.ts/ }).waitFor();
}
