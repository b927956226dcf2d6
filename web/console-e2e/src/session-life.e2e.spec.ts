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

/** 300 characters a second and a half: slow enough that a person sees the warning before the stop. */
const SPENDER = `bash -c 'while :; do head -c 300 /dev/zero | tr "\\0" x; echo; sleep 0.25; done'`;

/** Uses 1650 tokens at once and then next to none: time to read the warning and to act. */
const NEARLY_THERE = `bash -c 'head -c 6600 /dev/zero | tr "\\0" x; while :; do sleep 1; echo .; done'`;

async function fillForm(fields: Readonly<Record<string, string>>): Promise<void> {
  await visitor.open('/new');
  for (const [label, value] of Object.entries(fields)) {
    await visitor.page.getByLabel(label, { exact: true }).fill(value);
    await visitor.page.keyboard.press('Escape');
  }
  await visitor.page.getByRole('button', { name: /^Start/ }).click();
}

describe('starting a session', () => {
  it('completes directories under the allowed roots', async () => {
    await visitor.open('/new');
    await visitor.page.getByLabel('Repo', { exact: true }).fill(`${test.root}/sh`);
    await visitor.page.getByRole('option', { name: /shop/ }).click();
    expect(await visitor.page.getByLabel('Repo', { exact: true }).inputValue()).toBe(test.shop);
  });

  it('says at each field what is wrong', async () => {
    await fillForm({ 'US dollars': '-1' });
    await visitor.page.getByText('Repo is required').waitFor();
    await visitor.page.getByText('must be more than 0').waitFor();
    await fillForm({ Repo: '/etc', 'US dollars': '5' });
    await visitor.page.locator('#new-repoPath-hint .wrong').waitFor();
    expect(await visitor.page.getByLabel('Repo', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  it('runs the command in the repo; what is typed is run and shown', async () => {
    await fillForm({ Repo: test.shop, Command: 'bash', Name: 'Shell in the shop' });
    await visitor.sees('Shell in the shop');
    await visitor.types('echo $((6*7)) is the answer; pwd\n');
    const lines = await visitor.seesInTerminal(/^42 is the answer/);
    expect(lines).toContain(test.shop);
    await visitor.page.getByText('feature/cart').first().waitFor();
  });

  it('tells the program the size of the window', async () => {
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command: 'bash', name: 'Size' });
    await visitor.open(`/sessions/${session.id}`);
    await visitor.types('stty size\n');
    await visitor.seesInTerminal(/^\d+ \d+$/);
    const shown = await visitor.page.locator('.term-bar .num').first().innerText();
    const [cols, rows] = shown.split(' × ');
    expect(await visitor.terminalLines()).toContain(`${rows} ${cols}`);
    await visitor.types('\x03');
  });

  it('runs a full-screen program', async () => {
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command: 'vim -u NONE README.md', name: 'Editor' });
    await visitor.open(`/sessions/${session.id}`);
    await visitor.seesInTerminal(/^# Shop$/);
    await visitor.types('oTyped in the browser');
    await visitor.page.keyboard.press('Escape');
    await visitor.page.keyboard.type(':wq\n');
    const ended = await test.fleet.ended(session.id);
    expect(ended).toMatchObject({ stopReason: 'exited', exitCode: 0 });
  });
});

describe('coming back in the middle of a burst', () => {
  const LINES = 60;
  const burst = `bash -c 'for i in $(seq ${LINES}); do echo line $i; sleep 0.05; done; echo done; sleep 60'`;
  const expected = [...Array.from({ length: LINES }, (_, index) => `line ${index + 1}`), 'done'];

  async function startBurst() {
    await visitor.page.setViewportSize({ width: 1440, height: 1900 });
    return test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: burst, name: 'Burst', rows: 80 });
  }

  it('by a reload shows every line once', async () => {
    const session = await startBurst();
    await visitor.open(`/sessions/${session.id}`);
    await visitor.seesInTerminal(/^line 20$/);
    await visitor.page.reload();
    const lines = await visitor.seesInTerminal(/^done$/);
    expect(lines.filter((line) => line !== '')).toEqual(expected);
  });

  it('after a lost connection shows every line once, without a reload', async () => {
    let drop: () => void = () => undefined;
    await visitor.page.routeWebSocket('**/ws', (route) => {
      route.connectToServer();
      drop = () => void route.close({ code: 1012 });
    });
    const session = await startBurst();
    await visitor.open(`/sessions/${session.id}`);
    await visitor.seesInTerminal(/^line 20$/);
    drop();
    await visitor.page.locator('[data-phase="lost"]').waitFor();
    const lines = await visitor.seesInTerminal(/^done$/);
    expect(lines.filter((line) => line !== '')).toEqual(expected);
  });
});

describe('two windows on one session', () => {
  it('have one owner: its size holds, only it answers programs, and who types takes over', async () => {
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: 'bash', name: 'Shared' });
    await visitor.open(`/sessions/${session.id}`);
    await visitor.page.locator('[data-phase="live"]').waitFor();
    const second = await Visitor.signedIn(test.browser, test.fleet, { viewport: { width: 1100, height: 700 } });
    await second.open(`/sessions/${session.id}`);
    await second.page.getByText('Another window sets the size').waitFor();

    // \\033[c asks the terminal who it is; one answer has 7 characters.
    await second.types(`stty -echo; printf '\\033[c'; IFS= read -r -t 2 -N 99 who; stty echo; echo "answer \${#who}"; stty size\n`);
    await visitor.page.getByText('Another window sets the size').waitFor();
    const lines = await second.seesInTerminal(/^answer \d+$[^]*^\d+ \d+$/);
    expect(lines).toContain('answer 7');
    const [cols, rows] = (await second.page.locator('.term-bar .num').first().innerText()).split(' × ');
    expect(lines).toContain(`${rows} ${cols}`);
    expect(await visitor.page.locator('.term-bar .num').first().innerText()).toBe(`${cols} × ${rows}`);
    expect(second.errors).toEqual([]);
    await second.leave();
  });
});

describe('a budget', () => {
  it('warns at 80 %, stops at 100 %, and says that nothing is left', async () => {
    await fillForm({ Repo: test.notes, Command: SPENDER, Name: 'Spender', 'US dollars': '', Tokens: '2000' });
    await visitor.sees('80 % of the budget is used');
    await visitor.sees('Stopped by the budget');
    await visitor.page.getByText('Stop verified: 0 processes left').first().waitFor();
    expect(await visitor.page.getByRole('meter', { name: 'Budget used' }).first().getAttribute('aria-valuenow')).toBe('100');
    const spender = (await test.fleet.sessions()).find(({ name }) => name === 'Spender');
    expect(spender).toMatchObject({ status: 'ended', stopReason: 'budget_exceeded', survivors: 0 });
  });

  it('can be raised from the warning, and the session goes on', async () => {
    await fillForm({ Repo: test.notes, Command: NEARLY_THERE, Name: 'Raised', 'US dollars': '', Tokens: '2000' });
    await visitor.sees('80 % of the budget is used');
    await visitor.page.locator('fleet-toast-stack').getByRole('button', { name: 'Raise budget' }).click();
    // The dialog takes the focus when it has opened; what is typed before would go elsewhere.
    await visitor.page.locator('#raise-usd:focus').waitFor();
    await visitor.page.getByRole('dialog').getByLabel('Tokens').fill('1000000');
    await visitor.page.getByRole('button', { name: 'Set budget' }).click();
    await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
    await visitor.page.getByRole('heading', { name: '80 % of the budget is used' }).waitFor({ state: 'detached' });
    await visitor.page.getByText('/ 1M tok').first().waitFor();
    await visitor.page.getByRole('button', { name: 'Stop', exact: true }).click();
    const raised = (await test.fleet.sessions()).find(({ name }) => name === 'Raised');
    expect(await test.fleet.ended(raised?.id ?? '')).toMatchObject({ stopReason: 'user', survivors: 0 });
  });
});

describe('stopping', () => {
  it('by force asks once, and kills what does not listen', async () => {
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: `bash -c 'trap "" INT TERM HUP; while :; do sleep 1; done'`, name: 'Deaf' });
    await visitor.open(`/sessions/${session.id}`);
    await visitor.page.getByRole('button', { name: 'Force stop' }).click();
    await visitor.page.getByRole('alertdialog').getByRole('button', { name: 'Force stop' }).click();
    expect(await test.fleet.ended(session.id)).toMatchObject({ stopReason: 'user', survivors: 0 });
    await visitor.page.getByText('Stop verified: 0 processes left').first().waitFor();
  });

  it('several at once goes by the keyboard', async () => {
    const started = await Promise.all(
      ['One', 'Two'].map((name) => test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command: 'sleep 600', name: `Bulk ${name}` })),
    );
    await visitor.open('/');
    // Keys are heard once the list is there.
    await visitor.page.getByRole('link', { name: 'Bulk Two', exact: true }).waitFor();
    await visitor.page.keyboard.press('/');
    await visitor.page.keyboard.type('bulk');
    const rows = visitor.page.locator('li[data-id]');
    await waitFor(async () => (await rows.count()) === started.length, { what: 'only the sessions that the filter finds' });
    await visitor.page.getByLabel('Filter by name, branch or command').blur();
    for (const key of ['j', 'x', 'j', 'x']) await visitor.page.keyboard.press(key);
    await visitor.page.getByRole('button', { name: 'Stop 2' }).click();
    await visitor.page.getByRole('alertdialog').getByRole('button', { name: 'Stop 2' }).click();
    for (const { id } of started) expect(await test.fleet.ended(id)).toMatchObject({ stopReason: 'user' });
  });
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
    expect(new Set(sent)).toEqual(new Set(['ack']));
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
