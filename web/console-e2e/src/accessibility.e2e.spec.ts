import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AxeBuilder } from '@axe-core/playwright';
import { waitFor } from '@agents-fleet/testing';
import { type Page } from 'playwright-core';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { installPretendAgent } from './pretend-agent.js';
import { RunnerVoice } from './runner-voice.js';
import { Visitor } from './visitor.js';

const WIDTHS = [1440, 1024, 390] as const;
const SCHEMES = ['light', 'dark'] as const;

let test: FleetUnderTest;
let voice: RunnerVoice;
let paths: Record<string, (page: Page) => Promise<void>>;

beforeAll(async () => {
  test = await startFleetUnderTest();
  installPretendAgent(test.programs);
  voice = await RunnerVoice.of(test.fleet.dataDirectory);
  const start = (name: string, command: string, budgetTokens?: number) =>
    test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command, name, ...(budgetTokens === undefined ? {} : { budgetTokens }) });
  const live = await start('A shell with a name that is long enough to be cut on every screen there is, and then some', 'bash', 100_000);
  const stopped = await start('Spender', `bash -c 'while :; do head -c 300 /dev/zero | tr "\\0" x; echo; sleep 0.1; done'`, 2000);
  const failed = await start('Fails', `bash -c 'echo no; exit 3'`);
  const agent = await start('An agent that asks', 'claude', 100_000);
  const tokens = { input: 1_200, cacheRead: 84_000, cacheWrite5m: 300, cacheWrite1h: 500, output: 3_100 };
  await voice.used(agent, { tokens });
  await voice.used(agent, { tokens, partial: true });
  await voice.fills(agent, { usedTokens: 138_000, windowTokens: 200_000 });
  await voice.does(agent, 'waiting');
  // Says how to resume it when it is interrupted by its budget, once it has begun.
  const resumable = await start('An agent that was stopped', 'claude', 2_000);
  await waitFor(async () => (await test.fleet.session(resumable.id)).bytes > 0, { what: 'the agent’s first words' });
  await voice.used(resumable, { tokens });
  // Waits for its repo to be looked at before it changes it.
  const changed = await start('Changes the README', `bash -c 'sleep 3; echo more >> README.md'`);
  await Promise.all([stopped, failed, resumable, changed].map(({ id }) => test.fleet.ended(id)));
  const at = (path: string, ready: (page: Page) => Promise<void>) => async (page: Page) => {
    await page.goto(`${test.fleet.url}${path}`);
    await ready(page);
  };
  const terminal = (page: Page) => page.locator('.xterm-rows').waitFor();
  paths = {
    fleet: at('/', async (page) => {
      await page.getByRole('link', { name: 'Spender', exact: true }).waitFor();
      await page.locator('li[data-state="needs"]').waitFor();
    }),
    'fleet, filtered to nothing': at('/', async (page) => {
      await page.getByLabel('Filter by name, branch or command').fill('nothing like it');
      await page.getByRole('heading', { name: 'No session matches' }).waitFor();
    }),
    'new session': at('/new', (page) => page.getByText('A directory under').waitFor()),
    'new session with errors': at('/new', async (page) => {
      await page.getByRole('button', { name: /^Start/ }).click();
      await page.getByText('Repo is required').waitFor();
    }),
    'an agent and its tokens': at(`/sessions/${agent.id}`, async (page) => {
      await page.getByRole('meter', { name: 'Context window used' }).waitFor();
      await page.getByRole('button', { name: /^Tokens by class/ }).click();
      await page.getByRole('dialog', { name: 'Tokens' }).waitFor();
    }),
    'its activity': at(`/sessions/${agent.id}/activity`, (page) => page.getByText('Interrupted request').first().waitFor()),
    'resuming on a budget that is used up': at(`/sessions/${resumable.id}`, async (page) => {
      await page.getByRole('button', { name: 'Resume', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The budget is used up').waitFor();
      await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
      await dialog.getByText('Set a higher one to resume').waitFor();
    }),
    'live terminal': at(`/sessions/${live.id}`, (page) => page.locator('[data-phase="live"]').waitFor()),
    'finding text in a terminal': at(`/sessions/${stopped.id}`, async (page) => {
      await terminal(page);
      await page.getByRole('button', { name: 'Find in the terminal' }).click();
      await page.getByRole('search').getByRole('textbox').fill('x');
      await page.getByText(/^\d+\/\d+$|hits$/).waitFor();
    }),
    'what can be downloaded': at(`/sessions/${stopped.id}`, async (page) => {
      await terminal(page);
      await page.getByRole('button', { name: 'Download' }).click();
      await page.getByRole('menuitem').first().waitFor();
    }),
    'more for a terminal, read aloud': at(`/sessions/${live.id}`, async (page) => {
      await page.locator('[data-phase="live"]').waitFor();
      const more = page.getByRole('button', { name: 'More for this terminal' });
      await more.click();
      await page.getByRole('menuitemcheckbox', { name: 'Screen-reader mode' }).click();
      await page.locator('.xterm-accessibility-tree').waitFor({ state: 'attached' });
      await more.click();
      await page.getByRole('menuitemcheckbox').waitFor();
    }),
    'a terminal in full screen': at(`/sessions/${live.id}`, async (page) => {
      await page.locator('[data-phase="live"]').waitFor();
      await page.getByRole('button', { name: 'Full screen' }).click();
      await page.getByRole('button', { name: 'Leave full screen' }).waitFor();
    }),
    'raising a budget': at(`/sessions/${live.id}`, async (page) => {
      await page.getByRole('button', { name: 'Raise budget' }).first().click();
      await page.getByRole('dialog').waitFor();
    }),
    'ended terminal': at(`/sessions/${stopped.id}`, terminal),
    replay: at(`/sessions/${stopped.id}/replay`, async (page) => {
      await terminal(page);
      await page.getByText(/chunk \d+ of \d+/).waitFor();
    }),
    'searching one session': at(`/sessions/${stopped.id}/replay`, async (page) => {
      await terminal(page);
      await page.getByRole('textbox', { name: 'Search this session' }).fill('xxx');
      await page.getByText(/hits?$|^\d+\/\d+|Nothing like it/).first().waitFor();
    }),
    'the wall': at('/watch', async (page) => {
      await page.locator('li.tile[data-phase="shown"]').first().waitFor();
    }),
    'the wall, filtered to nothing': at('/watch', async (page) => {
      await page.getByLabel('Filter by name, branch or command').fill('nothing like it');
      await page.getByRole('heading', { name: 'No session matches' }).waitFor();
    }),
    search: at('/search', (page) => page.getByRole('heading', { name: 'Find the moment' }).waitFor()),
    'search, too short': at('/search?q=xx', (page) => page.getByText('Type 3 characters or more').waitFor()),
    'search with hits': at('/search?q=xxxx', (page) => page.getByRole('link', { name: /^Open at this moment/ }).first().waitFor()),
    'search without hits': at('/search?q=nothing like it', (page) => page.getByRole('heading', { name: 'Nothing like' }).waitFor()),
    activity: at(`/sessions/${stopped.id}/activity`, (page) => page.getByText('Budget reached').first().waitFor()),
    'what a session changed': at(`/sessions/${changed.id}/changes`, async (page) => {
      await page.getByRole('grid', { name: /^Changes of/ }).waitFor();
      await page.keyboard.press('n');
      await page.keyboard.press('c');
      await page.keyboard.type('Why?');
    }),
    'putting files back': at(`/sessions/${changed.id}/changes`, async (page) => {
      await page.getByRole('grid', { name: /^Changes of/ }).waitFor();
      await page.getByRole('button', { name: 'Restore file…' }).click();
      await page.getByText('will be written').waitFor();
    }),
    artifacts: at(`/sessions/${changed.id}/artifacts`, (page) => page.getByRole('link', { name: 'Show changes' }).first().waitFor()),
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
afterAll(async () => {
  await voice.close();
  await test.close();
}, 60_000);

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
