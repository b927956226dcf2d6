import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { clientMessageSchema, type ClientMessage, type Session } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames } from '@agents-fleet/wire';
import { type Locator, type Page } from 'playwright-core';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

/** More than a window shows at once; in words, because a number is in many a path. */
const NAMES = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india', 'juliett', 'kilo', 'lima'] as const;
const [FIRST, SECOND, THIRD] = NAMES;
const LAST = 'lima';

let test: FleetUnderTest;
let visitor: Visitor;
let page: Page;
let sessions: Session[];
/** What the page says to the gateway. */
let said: ClientMessage[];
let framesSent: string[];
let drop: () => void;
beforeAll(async () => {
  test = await startFleetUnderTest();
  sessions = [];
  for (const name of NAMES) {
    const command = `bash -c 'echo "this is ${name}"; stty size; while read -r line; do echo "heard $line"; done'`;
    sessions.push(await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command, name, cols: 100, rows: 20 }));
  }
}, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => {
  visitor = await Visitor.signedIn(test.browser, test.fleet);
  page = visitor.page;
  [said, framesSent] = [[], []];
  await page.routeWebSocket('**/ws', (route) => {
    const server = route.connectToServer();
    route.onMessage((message) => {
      if (typeof message === 'string') said.push(clientMessageSchema.parse(JSON.parse(message)));
      else framesSent.push(...decodeFrames(message).map(({ kind }) => kind));
      server.send(message);
    });
    drop = () => void route.close({ code: 1012 });
  });
});
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

const tile = (name: string): Locator => page.locator('li.tile').filter({ has: page.getByRole('link', { name, exact: true }) });

/** Waits until a tile's picture has a text in it. */
async function shows(name: string, text: string): Promise<void> {
  const rows = tile(name).locator('.xterm-rows');
  await waitFor(async () => (await rows.count()) > 0 && (await rows.innerText()).replaceAll('\u00a0', ' ').includes(text), { timeoutMs: 20_000, what: `“${text}” in ${name}` });
}

describe('the wall', () => {
  it('shows every terminal in view, live, and neither owns nor sizes nor types', async () => {
    await visitor.open('/');
    await visitor.sees('Fleet');
    await page.keyboard.press('w');
    await visitor.sees('Watch');
    await shows(FIRST, `this is ${FIRST}`);
    await shows(FIRST, '20 100');
    // The one that came first would own the session, were it not a spectator.
    const person = await Visitor.signedIn(test.browser, test.fleet, { viewport: { width: 1100, height: 700 } });
    const [first] = sessions;
    await person.open(`/sessions/${first?.id}`);
    await person.types('hello\n');
    await person.seesInTerminal(/^heard hello$/);
    expect(await person.page.getByText('Another window sets the size').count()).toBe(0);
    await person.leave();
    await shows(FIRST, 'heard hello');
    expect(new Set(said.map(({ type }) => type).filter((type) => type !== 'ping'))).toEqual(new Set(['attach']));
    expect(said.every((message) => message.type !== 'attach' || (message.spectator === true && message.history === 'screen'))).toBe(true);
    expect(new Set(framesSent)).toEqual(new Set(['ack']));
  });

  it('holds a terminal only for what is in view, and has it again when it comes back', async () => {
    await page.setViewportSize({ width: 800, height: 600 });
    await visitor.open('/watch');
    await shows(FIRST, `this is ${FIRST}`);
    await tile(LAST).waitFor();
    expect(await tile(LAST).locator('.xterm').count()).toBe(0);
    await tile(LAST).scrollIntoViewIfNeeded();
    await shows(LAST, `this is ${LAST}`);
    await waitFor(async () => (await tile(FIRST).locator('.xterm').count()) === 0);
    await tile(FIRST).scrollIntoViewIfNeeded();
    await shows(FIRST, `this is ${FIRST}`);
    const [attached, detached] = ['attach', 'detach'].map((type) => said.filter((message) => message.type === type).length);
    expect((attached ?? 0) - (detached ?? 0)).toBe(await page.locator('li.tile .xterm').count());
  });

  it('goes on after a lost connection, keeping what was there meanwhile', async () => {
    await visitor.open('/watch');
    await shows(SECOND, `this is ${SECOND}`);
    drop();
    await waitFor(async () => (await tile(SECOND).getAttribute('data-phase')) === 'lost');
    expect((await tile(SECOND).locator('.xterm-rows').innerText()).replaceAll('\u00a0', ' ')).toContain(`this is ${SECOND}`);
    await waitFor(async () => (await tile(SECOND).getAttribute('data-phase')) === 'shown', { timeoutMs: 20_000, what: 'the connection' });
    expect(said.filter((message) => message.type === 'attach' && message.after > 0).length).toBeGreaterThan(0);
  });

  it('opens a session by key, shows those that match, and keeps one that ends until it is taken off', async () => {
    await visitor.open('/watch');
    await page.getByLabel('Filter by name, branch or command').fill(THIRD);
    await waitFor(async () => (await page.locator('li.tile').count()) === 1);
    const third = sessions[2];
    await page.evaluate((id) => fetch(`/api/sessions/${id}/stop`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"force":true}' }).then(() => undefined), third?.id);
    await tile(THIRD).locator('.word').getByText('Stopped').waitFor();
    await shows(THIRD, `this is ${THIRD}`);
    await page.getByRole('button', { name: 'Take off 1 ended' }).click();
    await page.getByRole('heading', { name: 'No session matches' }).waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await shows(FIRST, `this is ${FIRST}`);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await visitor.sees(FIRST);
  });
});
