import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startFleetUnderTest, type FleetUnderTest } from './fleet-under-test.js';
import { Visitor } from './visitor.js';

const RELOADS = 50;
/** Prints on, at 50 lines a second, until something is typed: far fewer lines than a terminal scrolls back. */
const BURST = `bash -c 'i=0; until read -r -t 0.2; do seq -f "line %.0f" $((i*10+1)) $((i*10+10)); i=$((i+1)); done; echo done; sleep 600'`;

let test: FleetUnderTest;
let visitor: Visitor;
beforeAll(async () => { test = await startFleetUnderTest(); }, 400_000);
afterAll(async () => { await test.close(); }, 60_000);
beforeEach(async () => { visitor = await Visitor.signedIn(test.browser, test.fleet); });
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await visitor.leave();
});

const numbers = (lines: readonly string[]) => lines.flatMap((line) => /^line (\d+)$/.exec(line)?.slice(1).map(Number) ?? []);
/** The first place where a number is not one more than the one before it. */
const firstBreak = (found: readonly number[]) => found.find((number, index) => index > 0 && number !== (found[index - 1] ?? 0) + 1) ?? null;

/** Everything that the terminal can scroll back to. */
async function everyLine(): Promise<number[]> {
  const found = new Set<number>();
  const { page } = visitor;
  await page.locator('.xterm-helper-textarea').focus();
  let before = -1;
  while (!found.has(1) && found.size > before) {
    before = found.size;
    const visible = numbers(await visitor.terminalLines());
    expect(firstBreak(visible)).toBeNull();
    for (const number of visible) found.add(number);
    await page.keyboard.press('Shift+PageUp');
    await page.waitForTimeout(40);
  }
  return [...found].sort((one, other) => one - other);
}

describe(`${RELOADS} reloads in the middle of a burst`, () => {
  it('leave no gap and paint no line twice', async () => {
    const { id } = await test.fleet.startSession({ kind: 'pty', repoPath: test.notes, command: BURST, name: 'Reloaded' });
    await visitor.open(`/sessions/${id}`);
    await visitor.seesInTerminal(/^line \d+$/);
    for (let reload = 0; reload < RELOADS; reload += 1) {
      await visitor.page.reload();
      // Some come while the record is still being painted, some later.
      const lines = await visitor.seesInTerminal(/^line \d+$/);
      expect(firstBreak(numbers(lines))).toBeNull();
      await visitor.page.waitForTimeout((reload % 5) * 120);
    }
    expect((await test.fleet.session(id)).status).toBe('running');
    await visitor.types('\n');
    const last = Math.max(...numbers(await visitor.seesInTerminal(/^done$/)));
    expect(last).toBeGreaterThan(RELOADS);
    const found = await everyLine();
    expect([found[0], found.length, firstBreak(found)]).toEqual([1, last, null]);
  }, 400_000);
});
