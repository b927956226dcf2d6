import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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

describe('starting a session', () => {
  it('completes directories under the allowed roots', async () => {
    await visitor.open('/new');
    await visitor.page.getByLabel('Repo', { exact: true }).fill(`${test.root}/sh`);
    await visitor.page.getByRole('option', { name: /shop/ }).click();
    expect(await visitor.page.getByLabel('Repo', { exact: true }).inputValue()).toBe(test.shop);
  });

  it('says at each field what is wrong', async () => {
    await visitor.fillsNewSession({ 'US dollars': '-1' });
    await visitor.page.getByText('Repo is required').waitFor();
    await visitor.page.getByText('must be more than 0').waitFor();
    await visitor.fillsNewSession({ Repo: '/etc', 'US dollars': '5' });
    await visitor.page.locator('#new-repoPath-hint .wrong').waitFor();
    expect(await visitor.page.getByLabel('Repo', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  it('runs the command in the repo; what is typed is run and shown', async () => {
    await visitor.fillsNewSession({ Repo: test.shop, Command: 'bash', Name: 'Shell in the shop' });
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
    const shown = await visitor.page.locator('.term-bar .num:not(.behind)').innerText();
    const [cols, rows] = shown.split(' × ');
    expect(await visitor.terminalLines()).toContain(`${rows} ${cols}`);
    await visitor.types('\x03');
  });

  it('says how far a slow browser is behind, and no more once it has painted all', async () => {
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command: 'sleep 2; seq -f "line %.0f" 3000000; echo the end; read -r' });
    await visitor.open(`/sessions/${session.id}`);
    const devtools = await visitor.page.context().newCDPSession(visitor.page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await visitor.page.getByText(/^\d+s behind$/).waitFor();
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await visitor.seesInTerminal(/^the end/);
    await visitor.page.getByText(/behind$/).waitFor({ state: 'detached' });
    await visitor.types('\n');
    expect(await test.fleet.ended(session.id)).toMatchObject({ exitCode: 0 });
  });

  it('paints a character that comes in two pieces, and goes on after a code at which the emulator fails', async () => {
    const eraseAboveInLastCell = String.raw`printf '\033[%d;%dHx\033[1J' $(stty size)`;
    const dashInTwoPieces = String.raw`printf '\033[Hone\342\200'; sleep 0.5; printf '\224two'`;
    const session = await test.fleet.startSession({ kind: 'pty', repoPath: test.shop, command: `sleep 1; ${eraseAboveInLastCell}; sleep 0.5; ${dashInTwoPieces}; read -r` });
    await visitor.open(`/sessions/${session.id}`);
    await visitor.seesInTerminal(/^one—two/);
    await visitor.types('\n');
    expect(await test.fleet.ended(session.id)).toMatchObject({ exitCode: 0 });
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
    const [cols, rows] = (await second.page.locator('.term-bar .num:not(.behind)').innerText()).split(' × ');
    expect(lines).toContain(`${rows} ${cols}`);
    expect(await visitor.page.locator('.term-bar .num:not(.behind)').innerText()).toBe(`${cols} × ${rows}`);
    expect(second.errors).toEqual([]);
    await second.leave();
  });
});
