import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from 'playwright-core';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

const WIDTHS = [1440, 1024, 390] as const;
const SCHEMES = ['light', 'dark'] as const;

let test: FleetUnderTest;
let paths: Record<string, (page: Page) => Promise<void>>;

beforeAll(async () => {
  test = await startFleetUnderTest();
  const start = (name: string, command: string, budgetTokens?: number) =>
    test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command, name, ...(budgetTokens === undefined ? {} : { budgetTokens }) });
  const live = await start('A shell with a name that is long enough to be cut on every screen there is, and then some', 'bash', 100_000);
  const stopped = await start('Spender', `bash -c 'while :; do head -c 300 /dev/zero | tr "\\0" x; echo; sleep 0.1; done'`, 2000);
  const failed = await start('Fails', `bash -c 'echo no; exit 3'`);
  await Promise.all([test.fleet.ended(stopped.id), test.fleet.ended(failed.id)]);
  const at = (path: string, ready: (page: Page) => Promise<void>) => async (page: Page) => {
    await page.goto(`${test.fleet.url}${path}`);
    await ready(page);
  };
  const terminal = (page: Page) => page.locator('.xterm-rows').waitFor();
  paths = {
    fleet: at('/', (page) => page.getByRole('link', { name: 'Spender', exact: true }).waitFor()),
    'fleet, filtered to nothing': at('/', async (page) => {
      await page.getByLabel('Filter by name, branch or command').fill('nothing like it');
      await page.getByRole('heading', { name: 'No session matches' }).waitFor();
    }),
    'new session': at('/new', (page) => page.getByText('A directory under').waitFor()),
    'new session with errors': at('/new', async (page) => {
      await page.getByRole('button', { name: /^Start/ }).click();
      await page.getByText('Repo is required').waitFor();
    }),
    'live terminal': at(`/sessions/${live.id}`, (page) => page.locator('[data-phase="live"]').waitFor()),
    'raising a budget': at(`/sessions/${live.id}`, async (page) => {
      await page.getByRole('button', { name: 'Raise budget' }).first().click();
      await page.getByRole('dialog').waitFor();
    }),
    'ended terminal': at(`/sessions/${stopped.id}`, terminal),
    replay: at(`/sessions/${stopped.id}/replay`, async (page) => {
      await terminal(page);
      await page.getByText(/chunk \d+ of \d+/).waitFor();
    }),
    activity: at(`/sessions/${stopped.id}/activity`, (page) => page.getByText('Budget reached').first().waitFor()),
    settings: at('/settings', async (page) => {
      await page.getByRole('rowheader', { name: 'FLEET_HTTP_PORT' }).waitFor();
      await page.getByText('Default rate').waitFor();
    }),
    'settings, prices with tiers': at('/settings', async (page) => {
      await page.getByLabel('Filter by model or vendor').fill('anthropic sonnet');
      await page.getByRole('rowheader', { name: 'claude-sonnet-4-5, prompts above 200k' }).waitFor();
    }),
    'no such page': at('/nothing', (page) => page.getByRole('heading', { name: 'Nothing here' }).waitFor()),
    'no such session': at('/sessions/01K00000000000000000000000', (page) => page.getByRole('heading', { name: 'No such session' }).waitFor()),
  };
}, 400_000);
afterAll(async () => { await test.close(); }, 60_000);

/** What axe finds, one line each, and whether the page scrolls sideways. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`)),
    ...(sideways ? ['the page scrolls sideways'] : []),
  ];
}

describe.each(SCHEMES.flatMap((scheme) => WIDTHS.map((width) => ({ scheme, width }))))('axe, $scheme at $width', ({ scheme, width }) => {
  const options = { colorScheme: scheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' as const };

  it('finds nothing on any page', async () => {
    const visitor = await Visitor.signedIn(test.browser, test.fleet, options);
    const found: Record<string, string[]> = {};
    for (const [name, visit] of Object.entries(paths)) {
      await visit(visitor.page);
      found[name] = await findings(visitor.page);
    }
    await visitor.leave();
    expect(found).toEqual(Object.fromEntries(Object.keys(paths).map((name) => [name, []])));
  }, 180_000);

  it('finds nothing on the page for those who are not signed in', async () => {
    const visitor = await Visitor.arrive(test.browser, test.fleet, options);
    await visitor.open('/');
    await visitor.sees('Sign in to your fleet');
    expect(await findings(visitor.page)).toEqual([]);
    await visitor.leave();
  });
});
