import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Session } from '@agents-fleet/contracts';
import { waitFor } from '@agents-fleet/testing';
import { AsciinemaPage } from './asciinema-page.js';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

/** Colours, characters of two cells, a line painted over, more lines than the screen has, and a pause. */
const LIVELY = `bash -c 'printf "\\033[1;31mred\\033[0m 会话 größer\\r\\n10 %%"; sleep 0.4; printf "\\r100 %% done\\r\\n"; for i in $(seq 60); do echo "line $i"; done; sleep 0.4; printf "\\033[5;10Hin the middle\\033[24;1Hat the end"'`;

let test: FleetUnderTest;
let visitor: Visitor;
beforeAll(async () => { test = await startFleetUnderTest(); }, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => { visitor = await Visitor.signedIn(test.browser, test.fleet); });
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

async function ended(command: string, name: string): Promise<Session> {
  const { id } = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command, name, cols: 90, rows: 24 });
  return test.fleet.ended(id);
}

const filled = (lines: readonly string[]) => lines.map((line) => line.trimEnd()).join('\n').trimEnd().split('\n');

describe('an exported recording', () => {
  it('plays in the stock asciinema player, to the screen of the record', async () => {
    const session = await ended(LIVELY, 'Lively');
    await visitor.open(`/sessions/${session.id}/replay`);
    const recorded = filled(await visitor.seesInTerminal(/^at the end$/));
    expect(recorded[4]).toBe('line 42  in the middle');

    const served = await AsciinemaPage.serve(await test.fleet.download(session.id, 'terminal.cast'));
    const page = await test.browser.newPage();
    try {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
      await page.goto(served.url);
      await page.locator('body[data-played]').waitFor();
      expect(await page.locator('body').getAttribute('data-played')).toBe('ended');
      const played = () => page.locator('.ap-term .ap-line').evaluateAll((lines) => lines.map((line) => line.textContent));
      await waitFor(async () => (await played()).some((line) => line.includes('at the end')), { what: 'the last frame' });
      expect(filled(await played())).toEqual(recorded);
      expect(errors).toEqual([]);
    } finally {
      await page.close();
      await served.close();
    }
  });
});

describe('the download menu', () => {
  it.each([
    ['Recording', 'cast', /^\{"version":3,"term":\{"cols":90,"rows":24,.*\n\[[\d.]+,"/],
    ['Text', 'txt', /^over\nlast screen\n$/],
    ['Raw bytes', 'raw', /^\x1b\[32mover\x1b\[0m\r\n\x1b\[\?1049h\x1b\[Hlast screen$/],
  ])('gives %s by the keyboard', async (title, extension, content) => {
    const session = await ended(`bash -c 'printf "\\033[32mover\\033[0m\\n\\033[?1049h\\033[Hlast screen"'`, 'To keep');
    await visitor.open(`/sessions/${session.id}`);
    await visitor.seesInTerminal(/^last screen$/);
    await visitor.page.getByRole('button', { name: 'Download' }).press('Enter');
    const item = visitor.page.getByRole('menuitem', { name: title });
    await item.waitFor();
    const [download] = await Promise.all([visitor.page.waitForEvent('download'), item.press('Enter')]);
    expect(download.suggestedFilename()).toBe(`To-keep-${session.id}.${extension}`);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(content);
  });
});
