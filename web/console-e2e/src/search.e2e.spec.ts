import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Session } from '@agents-fleet/contracts';
import { type Page } from 'playwright-core';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

/** In red, in the middle of far more than fits on a screen, so that it is found in what was scrolled away. */
const NEEDLE = 'the Fifth wheel came off';
const PRINT = `bash -c 'seq 1 150; printf "before\\n\\033[31mthe Fifth\\033[0m wheel came off <b>here</b>\\nafter\\n"; sleep 1.2; seq 151 400'`;

let test: FleetUnderTest;
let visitor: Visitor;
let page: Page;
let session: Session;
beforeAll(async () => {
  test = await startFleetUnderTest();
  session = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: PRINT, name: 'Wheels' });
  await test.fleet.ended(session.id);
}, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => {
  visitor = await Visitor.signedIn(test.browser, test.fleet);
  page = visitor.page;
});
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

/** Looks until what was printed can be found: a little after it was printed. */
async function finds(text: string): Promise<void> {
  const field = page.getByRole('searchbox', { name: 'Text that was on screen' });
  const hit = page.getByRole('link', { name: /^Open at this moment/ }).first();
  for (let attempt = 0; attempt < 30; attempt += 1) {
    await field.fill('');
    await field.fill(text);
    if (await hit.waitFor({ timeout: 2_000 }).then(() => true, () => false)) return;
  }
  throw new Error(`“${text}” can't be found`);
}

describe('the search', () => {
  it('finds a line of an ended session, whatever its case and colours, and opens the moment with the line marked', async () => {
    await page.keyboard.press('s');
    await visitor.sees('Search');
    await page.getByText('Upper and lower case are the same').waitFor();
    await page.keyboard.type('th');
    await page.getByText('Type 3 characters or more').waitFor();
    await finds(NEEDLE.toUpperCase());
    const group = page.getByRole('region', { name: 'Wheels' });
    expect(await group.locator('mark').allInnerTexts()).toEqual([NEEDLE]);
    // What a program prints is text and never markup.
    expect(await group.locator('b').count()).toBe(0);
    expect(await group.locator('.lines').first().innerText()).toMatch(/before\n.*here<\/b>\nafter/);
    await group.getByRole('link', { name: /^Open at this moment/ }).click();
    await page.waitForURL(/\/replay\?chunk=\d+&find=/);
    const lines = await visitor.seesInTerminal(new RegExp(NEEDLE));
    expect(lines).not.toContain('400');
    await page.locator('.xterm-decoration-container > *').first().waitFor({ state: 'attached' });
  });

  it('opens by a key, keeps what was looked for in its address, and says so when there is nothing', async () => {
    await page.keyboard.press('Control+k');
    await visitor.sees('Search');
    await page.keyboard.type('no screen had this on it');
    await page.getByRole('heading', { name: 'Nothing like “no screen had this on it”' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Nothing like “no screen had this on it”' }).waitFor();
  });
});

describe('searching one session', () => {
  it('lists its hits, marks them on the timeline and leads from one to the next', async () => {
    await visitor.open('/search');
    await finds(NEEDLE);
    await visitor.open(`/sessions/${session.id}/replay`);
    await visitor.seesInTerminal(/^400$/);
    await page.locator('.player').getByRole('slider').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('fifth wheel');
    const hits = page.getByRole('region', { name: 'Hits in this session' });
    await hits.getByRole('listitem').first().waitFor();
    await page.getByText('Hits, 1').waitFor();
    await page.keyboard.press('Enter');
    const lines = await visitor.seesInTerminal(new RegExp(NEEDLE));
    expect(lines).not.toContain('400');
    await page.getByText('1/1', { exact: true }).waitFor();
  });
});
