import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@agents-fleet/testing';
import { decodeFrames } from '@agents-fleet/wire';
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

describe('the replay', () => {
  it('goes anywhere in the recording, plays, and sends nothing to the session', async () => {
    const sent: string[] = [];
    visitor.page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (typeof payload !== 'string') sent.push(...decodeFrames(payload).map(({ kind }) => kind));
      }),
    );
    // \033[c asks the terminal who it is: a replay must not answer.
    const command = `bash -c 'echo first; sleep 1.2; printf "\\033[c"; echo second; sleep 4; echo third'`;
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command, name: 'Told' });
    await test.fleet.ended(session.id);
    await visitor.open(`/sessions/${session.id}/replay`);
    await visitor.seesInTerminal(/^third$/);
    const slider = visitor.page.getByRole('slider', { name: 'Position' });
    await slider.focus();
    await visitor.page.keyboard.press('Home');
    await waitFor(async () => !(await visitor.terminalLines()).includes('second'));
    expect(await slider.getAttribute('aria-valuenow')).toBe('0');
    await visitor.page.getByRole('button', { name: '16×' }).click();
    await visitor.page.getByRole('button', { name: 'Play' }).click();
    await visitor.seesInTerminal(/^third$/);
    await visitor.page.getByRole('button', { name: 'Play' }).waitFor();
    expect(sent).toEqual([]);
  });

  it('has a link to each moment, and shows that moment to whoever opens it', async () => {
    const command = `bash -c 'echo first; read -r; echo "heard $REPLY"; sleep 1.2; echo last'`;
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command, name: 'Moments' });
    await visitor.open(`/sessions/${session.id}`);
    await visitor.seesInTerminal(/^first$/);
    await visitor.types('you\n');
    await test.fleet.ended(session.id);
    const { page } = visitor;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await visitor.open(`/sessions/${session.id}/replay`);
    await visitor.seesInTerminal(/^last$/);
    await page.getByText('Input, 1').waitFor();
    const slider = page.getByRole('slider', { name: 'Position' });
    await slider.focus();
    await page.keyboard.press('[');
    await page.keyboard.press('Home');
    await waitFor(async () => !(await visitor.terminalLines()).includes('heard you'));
    await page.getByRole('button', { name: 'Copy link' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${test.fleet.url}/sessions/${session.id}/replay?at=0`);

    const chunks = Number(/of (\d+)/.exec(await page.getByText(/chunk \d+ of \d+/).innerText())?.[1]);
    await page.goto(link.replace('at=0', `chunk=${chunks - 1}`));
    const lines = await visitor.seesInTerminal(/^heard you$/);
    expect(lines).not.toContain('last');
    const at = Number(await slider.getAttribute('aria-valuenow'));
    await page.goto(link.replace('at=0', `at=${(at + 60) * 1000}`));
    await visitor.seesInTerminal(/^last$/);
    await page.goto(link);
    await page.getByText(/chunk \d+ of \d+/).waitFor();
    expect(await visitor.terminalLines()).not.toContain('heard you');
    await page.locator('.panel').getByRole('link', { name: 'Process ended' }).click();
    await visitor.seesInTerminal(/^last$/);
    await page.waitForURL(/\?chunk=\d+$/);
  });
});
