import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it } from '@jest/globals';
import { type Session } from '@agents-fleet/contracts';
import { launchBrowser, waitFor } from '@agents-fleet/testing';
import { type BrowserContextOptions, type Page } from 'playwright-core';
import { aRepo } from '../fleet-under-test.js';
import { RunningFleet } from '../running-fleet.js';
import { RunnerVoice } from '../runner-voice.js';
import { Visitor } from '../visitor.js';
import { installAskingAgent } from './asking-agent.js';
import { STEADY_JOB } from './steady-job.js';

const PICTURES = fileURLToPath(new URL('../../../console/screenshots', import.meta.url));
/** Prints until its budget stops it. */
const RUNAWAY = `bash -c 'i=0; while :; do i=$((i+1)); printf "\\033[33mretry %s\\033[0m: upstream answered 503, trying again at once\\n" $i; sleep 0.1; done'`;

/** A small change as an agent makes one: a fix, its test, and a note that nobody has committed. */
const CHANGE = [
  'export interface Line { quantity: number; unitPrice: number }',
  '',
  '/** Sum of a cart in minor units: money is never a float. */',
  'export function total(lines: readonly Line[]): number {',
  '  return lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);',
  '}',
];
const BEFORE = [
  'export interface Line { quantity: number; unitPrice: number }',
  '',
  'export function total(lines: Line[]) {',
  '  return lines.reduce((sum, line) => sum + line.quantity * line.unitPrice * 1.0, 0.0);',
  '}',
];

/** Short paths look better in a picture than those of a temporary directory. */
const code = join(tmpdir(), 'code');

it('takes the pictures of the README', async () => {
  // Fails when the directory is there already: it may be somebody's.
  mkdirSync(code);
  const data = mkdtempSync(join(tmpdir(), 'agents-fleet-pictures-'));
  const [shop, billing] = [aRepo(join(code, 'shop'), 'feature/cart'), aRepo(join(code, 'billing'), 'fix/retry-with-jitter')];
  writeFileSync(join(shop, 'watch.sh'), STEADY_JOB);
  const cart = aRepo(join(code, 'cart'), 'fix/minor-units');
  mkdirSync(join(cart, 'src'));
  writeFileSync(join(cart, 'src/total.ts'), `${BEFORE.join('\n')}\n`);
  writeFileSync(join(data, 'total.ts'), `${CHANGE.join('\n')}\n`);
  const programs = join(data, 'programs');
  mkdirSync(programs);
  installAskingAgent(programs);
  const fleet = await RunningFleet.start(data, code, { programs });
  const browser = await launchBrowser();
  const voice = await RunnerVoice.of(data);
  try {
    const start = (repoPath: string, name: string, command: string, budget: { budgetUsd?: number; budgetTokens?: number }) =>
      fleet.startSession({ kind: 'pty', repoPath, name, command, ...budget });
    const runaway = await start(billing, 'Retry without jitter', RUNAWAY, { budgetTokens: 2000 });
    const watched = await start(shop, 'Watch the cart tests', 'bash watch.sh', { budgetUsd: 5 });
    await start(shop, 'Edit the README', 'vim -u NONE README.md', { budgetUsd: 2 });
    await start(billing, 'Build', `bash -c 'echo compiling; sleep 2; echo "error TS2322 in ledger.ts"; exit 2'`, { budgetUsd: 1 });
    await start(billing, 'Shell', 'bash', {});
    const stopped = await start(shop, 'Dedupe the fixtures', 'claude --permission-mode acceptEdits', { budgetUsd: 1 });
    const changed = await start(cart, 'Count money in minor units', `sleep 3; cp ${join(data, 'total.ts')} src/total.ts; mkdir -p test; printf 'import { total } from "../src/total";\\n' > test/total.spec.ts; echo 'Money is counted in minor units.' >> README.md`, { budgetUsd: 1 });
    const asking = await start(billing, 'Migrate invoices to integer money', 'claude', { budgetUsd: 10 });
    // Its command begins once the start of its session is kept; an agent that has not begun has no last words.
    await waitFor(async () => (await fleet.session(stopped.id)).bytes > 0 || undefined, { timeoutMs: 60_000, what: 'the agent that is stopped' });
    const spent = { input: 9_800, cacheRead: 412_000, cacheWrite5m: 31_000, cacheWrite1h: 12_400, output: 21_300 };
    const uses = async (session: Session, model: string, ...costs: number[]) => {
      for (const cost of costs) await voice.used(session, { model, tokens: spent, reportedCostNanoUsd: cost * 1e9 });
    };
    await uses(stopped, 'claude-sonnet-4-5', 0.42, 0.6);
    await uses(asking, 'claude-opus-4-1', 1.32, 0.87, 1.9, 2.06);
    await voice.used(asking, { model: 'claude-haiku-4-5', tokens: { ...spent, output: 900 }, reportedCostNanoUsd: 0.26e9, partial: true });
    await voice.fills(asking, { usedTokens: 138_000, windowTokens: 200_000 });
    await voice.does(asking, 'waiting');
    await fleet.ended(runaway.id);
    await fleet.ended(stopped.id);
    await fleet.ended(changed.id);
    await waitFor(async () => (await fleet.session(watched.id)).limitState === 'warned', { timeoutMs: 60_000, what: 'the warning' });

    const picture = async (name: string, path: string, ready: string, options: BrowserContextOptions = {}, act: (page: Page) => Promise<void> = () => Promise.resolve()) => {
      const visitor = await Visitor.signedIn(browser, fleet, options);
      await visitor.open(path);
      await visitor.page.getByText(ready).first().waitFor();
      await act(visitor.page);
      await visitor.page.evaluate(() => document.fonts.ready.then(() => undefined));
      // Meters and toasts move into their places.
      await visitor.page.waitForTimeout(1500);
      await visitor.page.screenshot({ path: join(PICTURES, `${name}.png`) });
      await visitor.leave();
    };
    await picture('fleet-dark', '/', 'Retry without jitter');
    await picture('fleet-light', '/', 'Retry without jitter', { colorScheme: 'light' });
    await picture('fleet-phone', '/', 'Retry without jitter', { colorScheme: 'light', viewport: { width: 390, height: 844 } });
    await picture('session-dark', `/sessions/${watched.id}`, '80 % of the budget is used');
    await picture('agent-dark', `/sessions/${asking.id}`, 'Interrupted request');
    await picture('resume-dark', `/sessions/${stopped.id}`, 'Copy resume command', {}, async (page) => {
      await page.getByRole('button', { name: 'Resume', exact: true }).click();
    });
    await picture('changes-dark', `/sessions/${changed.id}/changes`, 'minor units', {}, async (page) => {
      await page.getByText('total.ts').first().click();
    });
    await picture('search-dark', '/search?q=upstream%20answered', 'trying again at once');
    await picture('watch-dark', '/watch', 'Watch the cart tests');
    await picture('replay-dark', `/sessions/${runaway.id}/replay`, 'Budget reached');
  } finally {
    await voice.close();
    await browser.close();
    await fleet.stop();
    rmSync(data, { recursive: true });
    rmSync(code, { recursive: true });
  }
});
