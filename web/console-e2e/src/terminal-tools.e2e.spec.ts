import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Session } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { type Page } from 'playwright-core';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

/** Prints, then shows what it is given. */
const TALK = `bash -c 'printf "needle one\\nstraw\\nNeedle two\\nneedle three\\n"; cat'`;

let test: FleetUnderTest;
let visitor: Visitor;
let page: Page;
beforeAll(async () => { test = await startFleetUnderTest(); }, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => {
  visitor = await Visitor.signedIn(test.browser, test.fleet, { permissions: ['clipboard-read', 'clipboard-write'] });
  page = visitor.page;
});
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

function start(name: string, command = TALK): Promise<Session> {
  return test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command, name });
}

async function openLive(name: string): Promise<Session> {
  const session = await start(name);
  await visitor.open(`/sessions/${session.id}`);
  await page.locator('[data-phase="live"]').waitFor();
  await visitor.seesInTerminal(/^needle three$/);
  return session;
}

const fontSize = () => page.locator('.xterm-rows').evaluate((rows) => parseFloat(getComputedStyle(rows).fontSize));
const focusInTerminal = () => page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea'));

describe('the size of the text', () => {
  it('is changed by key, button and menu, told to the program, and remembered for every terminal', async () => {
    const session = await openLive('Size of the text');
    const cols = async () => Number((await page.locator('.term-bar .num:not(.behind)').innerText()).split(' × ')[0]);
    const [normal, columns] = [await fontSize(), await cols()];
    await page.keyboard.press('Control+Shift+.');
    await page.getByRole('button', { name: 'Larger text' }).click();
    await page.getByRole('button', { name: 'Larger text' }).click();
    await waitFor(async () => (await fontSize()) === 15);
    await waitFor(async () => (await cols()) < columns);
    await visitor.open(`/sessions/${session.id}/replay`);
    await visitor.seesInTerminal(/^needle three$/);
    expect(await fontSize()).toBe(15);
    await page.getByRole('button', { name: 'Smaller text' }).click();
    await waitFor(async () => (await fontSize()) === 14);
    await page.getByRole('button', { name: 'More for this terminal' }).click();
    await page.getByRole('menuitem', { name: 'Normal text' }).click();
    await waitFor(async () => (await fontSize()) <= normal);
  });
});

describe('copy and paste', () => {
  it('work by key', async () => {
    await openLive('Keys for the clipboard');
    await page.evaluate(() => navigator.clipboard.writeText('pasted by key'));
    await page.keyboard.press('Control+Shift+V');
    await visitor.seesInTerminal(/^pasted by key/);
    const { x, y } = (await page.locator('.xterm-rows > div').first().boundingBox()) ?? { x: 0, y: 0 };
    await page.mouse.dblclick(x + 10, y + 8);
    await page.keyboard.press('Control+Shift+C');
    await waitFor(async () => (await page.evaluate(() => navigator.clipboard.readText())) === 'needle');
  });

  it('work by menu', async () => {
    await openLive('Menu for the clipboard');
    await page.evaluate(() => navigator.clipboard.writeText('pasted by menu'));
    await page.keyboard.press('Control+Shift+K');
    const more = page.getByRole('button', { name: 'More for this terminal' });
    await more.press('Enter');
    expect(await page.getByRole('menuitem', { name: 'Copy the selection' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('menuitem', { name: 'Paste' }).press('Enter');
    await visitor.seesInTerminal(/^pasted by menu/);
    expect(await focusInTerminal()).toBe(true);
    const { x, y } = (await page.locator('.xterm-rows > div').first().boundingBox()) ?? { x: 0, y: 0 };
    await page.mouse.dblclick(x + 10, y + 8);
    await more.click();
    await page.getByRole('menuitem', { name: 'Copy the selection' }).click();
    await waitFor(async () => (await page.evaluate(() => navigator.clipboard.readText())) === 'needle');
    await page.getByRole('button', { name: 'Copy the screen' }).click();
    await waitFor(async () => (await page.evaluate(() => navigator.clipboard.readText())).startsWith('needle one\nstraw\n'));
  });
});

describe('finding text in a live terminal', () => {
  it('goes from hit to hit, and back to the terminal', async () => {
    await openLive('Find');
    await page.keyboard.press('Control+Shift+F');
    const search = page.getByRole('search');
    await page.locator('fleet-terminal-search input:focus').waitFor();
    await page.keyboard.type('needle');
    await search.getByText('3/3').waitFor();
    await page.keyboard.press('Enter');
    await search.getByText('1/3').waitFor();
    await page.keyboard.press('Shift+Enter');
    await search.getByText('3/3').waitFor();
    await search.getByRole('button', { name: 'Match case' }).click();
    await search.getByText('2/2').waitFor();
    await search.getByRole('textbox').fill('nowhere');
    await search.getByText('No hits').waitFor();
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'detached' });
    expect(await focusInTerminal()).toBe(true);
  });
});

describe('finding text in a replay', () => {
  it('leads to the search of the session, which marks what is on screen, also out of full screen', async () => {
    const session = await openLive('Find in the replay');
    await visitor.open(`/sessions/${session.id}/replay`);
    await visitor.seesInTerminal(/^needle three$/);
    const marks = page.locator('.xterm-decoration-container > *');
    await page.locator('.xterm-helper-textarea').focus();
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByRole('button', { name: 'Leave full screen' }).waitFor();
    await page.keyboard.press('Control+Shift+F');
    await page.locator('fleet-replay-search input:focus').waitFor();
    await page.getByRole('button', { name: 'Full screen' }).waitFor();
    expect(await page.getByRole('search').count()).toBe(1);
    await page.keyboard.type('ne');
    await page.getByText('3 characters or more search the whole session').waitFor();
    await waitFor(async () => (await marks.count()) >= 3);
    // The list, the text, the field.
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape');
    await waitFor(async () => (await marks.count()) === 0);
    expect(await focusInTerminal()).toBe(true);
  });
});

describe('full screen', () => {
  it('shows the terminal alone, by key and by button, and its size is told to the program', async () => {
    await openLive('Full screen');
    const frame = () => page.locator('fleet-terminal-screen').boundingBox();
    const before = await frame();
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByRole('button', { name: 'Leave full screen' }).waitFor();
    await waitFor(async () => {
      const [width, height] = await page.evaluate(() => [innerWidth, innerHeight]);
      const box = await frame();
      return box?.x === 0 && box.y === 0 && box.width === width && box.height === height;
    });
    expect(await focusInTerminal()).toBe(true);
    await visitor.types('typed in full screen\n');
    await visitor.seesInTerminal(/^typed in full screen$/);
    await page.getByRole('button', { name: 'Leave full screen' }).click();
    await waitFor(async () => (await frame())?.width === before?.width);
  });
});

describe('screen-reader mode', () => {
  it('gives what is printed as text, and is remembered', async () => {
    const session = await openLive('Read aloud');
    await page.getByRole('button', { name: 'More for this terminal' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Screen-reader mode' }).click();
    const aloud = page.locator('.xterm-accessibility-tree');
    await aloud.getByText('needle one').waitFor({ state: 'attached' });
    await visitor.open(`/sessions/${session.id}/replay`);
    await aloud.getByText('needle three').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'More for this terminal' }).click();
    expect(await page.getByRole('menuitemcheckbox', { name: 'Screen-reader mode' }).getAttribute('aria-checked')).toBe('true');
    await page.keyboard.press('Escape');
  });
});

describe('a link that a program printed', () => {
  it.each(['', '/replay'])('is opened only after its target was shown (%s)', async (tab) => {
    const session = await start('Links', `bash -c 'printf "see http://127.0.0.1:9/looks-fine now\\n"; cat'`);
    await visitor.open(`/sessions/${session.id}${tab}`);
    await visitor.seesInTerminal(/^see http/);
    const { x, y } = (await page.locator('.xterm-rows > div').first().boundingBox()) ?? { x: 0, y: 0 };
    // The addon looks for links where the pointer rests.
    await page.mouse.move(x + 70, y + 6);
    await page.mouse.move(x + 80, y + 8);
    await page.locator('.xterm-cursor-pointer').waitFor();
    await page.mouse.click(x + 80, y + 8);
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByText('http://127.0.0.1:9/looks-fine').waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('the key that leaves', () => {
  it.each([['', 'Find in the terminal'], ['/replay', 'Search this session']])('leads from the terminal to its tools (%s)', async (tab, first) => {
    const session = await start('Leave');
    await visitor.open(`/sessions/${session.id}${tab}`);
    await visitor.seesInTerminal(/^needle three$/);
    await page.locator('.xterm-helper-textarea').focus();
    await page.keyboard.press('Control+Shift+K');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(first);
  });
});
