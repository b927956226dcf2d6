import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generatedOutput, type GeneratedStep } from './generated-output.js';
import { RecordTerminal } from './record-terminal.js';
import { takeState } from './take-state.js';
import { differenceBetween } from './terminal-difference.js';
import type { TerminalState } from './terminal-page.js';

const COLS = 10;
const ROWS = 5;

async function terminalAfter(steps: readonly GeneratedStep[], before: TerminalState | null = null): Promise<RecordTerminal> {
  const record = await (before === null ? RecordTerminal.open(COLS, ROWS) : RecordTerminal.from(before));
  for (const step of steps) {
    if (typeof step === 'string') record.write(Buffer.from(step));
    else record.resize(step.cols, step.rows);
  }
  return record;
}

/** The state of a terminal that has painted this; proven to be the same, or `null`. */
async function stateAfter(...steps: GeneratedStep[]): Promise<TerminalState | null> {
  return takeState(await terminalAfter(steps));
}

describe('the state of a terminal', () => {
  it.each([
    ['nothing', ''],
    ['text', 'one\r\ntwo'],
    ['rows above the screen', 'row\r\n'.repeat(40)],
    ['bold, dim and back', '\x1b[1;2mboth\x1b[22mnone\x1b[2mdim\x1b[22;1mbold\x1b[0m'],
    ['colours of all kinds', '\x1b[31m1\x1b[96m2\x1b[38;5;3m3\x1b[38;5;200m4\x1b[38;2;1;2;3m5\x1b[38;5;7m6\x1b[41m7\x1b[105m8\x1b[48;2;9;9;9m9'],
    ['underlines of all kinds', '\x1b[4m1\x1b[21m2\x1b[4:3m3\x1b[58;2;1;2;3m4\x1b[58;5;9m5\x1b[59m6'],
    ['protected text', '\x1b[1"qkeep\x1b[0"q erase'],
    ['links', '\x1b]8;id=1;https://example.com/a;b\x1b\\link\x1b[1mbold\x1b]8;;\x1b\\ none'],
    ['a link that goes on', '\x1b]8;;https://example.com/\x1b\\li'],
    ['erased cells with a background', '\x1b[44m\x1b[2J\x1b[3;3Hx\x1b[K\r\n\n\n\n\n\x1b[m\x1b[Ky'],
    ['a row that goes on in the next', 'x'.repeat(23)],
    ['a row that goes on although its end is erased', `${'x'.repeat(12)}\x1b[A\x1b[K`],
    ['a first row that goes on from one that is gone', `${'q'.repeat(25)}\x1b[H\x1b[M`],
    ['wide characters, pushed to the next row', `a${'日'.repeat(30)}`],
    ['wide characters with a background', `\x1b[41ma${'日'.repeat(30)}`],
    ['half a wide character', '\x1b[1m日\x1b[1;2Hx\x1b[2;1H日\x1b[2;1Hx'],
    ['accents', 'e\u0301a\u0308\u0301 \u0301'],
    ['an accent that stands alone', '\u0301a'],
    ['the cursor beyond the last column', 'x'.repeat(10)],
    ['the cursor beyond the last column after a change of style', `${'x'.repeat(8)}日\x1b[31m`],
    ['the cursor in a scroll region that it counts from', 'abc\x1b[2;4r\x1b[?6h\x1b[2;2H'],
    ['insert mode', 'abcdefghij\x1b[1;3H\x1b[4hxy'],
    ['a saved cursor', 'abc\x1b[31m\x1b(0\x1b[3;4H\x1b7\x1b(B\x1b[0m\x1b[H'],
    ['a saved cursor on a row that is no longer there', `${'row\r\n'.repeat(40)}\x1b7\x1b[H\x1b[2J\x1b[3Jnew`],
    ['a saved cursor beyond the last column', `${'x'.repeat(10)}\x1b7\x1b[H`],
    ['the alternate screen', 'shell\x1b[?1049h\x1b[5;5Heditor\x1b[?25l'],
    ['the alternate screen, left again, with its saved cursor', 'shell\x1b[?1049h\x1b[3;3H\x1b[1m\x1b7\x1b[?1049l back'],
    ['the alternate screen, entered beyond the last column', `${'x'.repeat(10)}\x1b[?1049h\x1b[H`],
    ['character sets', '\x1b(0lqk\x1b)A\x0e#\x1b*4\x1bn'],
    ['line drawing that goes on', '\x1b(0lqq'],
    ['tab stops', '\x1b[3g\x1b[5G\x1bH\x1b[8G\x1bH\r\tx'],
    ['modes', '\x1b[?1;7;9;45;66;1003;1004;1006;2004;2026h\x1b[?7l\x1b[20h\x1b[?12l\x1b[5 q'],
    ['other modes', '\x1b=\x1b[?1002h\x1b[?1016h\x1b[?12h\x1b[?25l\x1b[2 q'],
  ])('holds %s', async (_what, codes) => {
    expect(await stateAfter(codes)).not.toBeNull();
  });

  it('holds a terminal that was made narrower and wider', async () => {
    expect(await stateAfter('y'.repeat(60), { cols: 7, rows: 4 }, 'hello\x1b7', { cols: 30, rows: 9 }, '\x1b8x')).not.toBeNull();
    expect(await stateAfter('\x1b[?1049heditor', { cols: 4, rows: 3 }, '\x1b[2J\x1b[Hed')).not.toBeNull();
  });

  it('holds ten thousand rows above the screen', async () => {
    const record = await terminalAfter([Array.from({ length: 11_000 }, (_, row) => `\x1b[${31 + (row % 7)}mrow ${row}\r\n`).join('')]);
    const state = await takeState(record);
    const painted = await RecordTerminal.from(state!);
    expect(painted.internals.buffers.normal.ybase).toBe(10_000);
    expect(differenceBetween(record, painted)).toBeNull();
  }, 60_000);

  it.each([
    ['an escape code', 'text\x1b[3'],
    ['a character', Buffer.from('日').subarray(0, 2).toString('latin1')],
    ['a title', '\x1b]0;tit'],
  ])('is not taken in the middle of %s', async (_what, codes) => {
    const record = await terminalAfter([]);
    record.write(Buffer.from(codes, 'latin1'));
    expect(await takeState(record)).toBeNull();
  });

  it('is not taken where a terminal made from it would differ', async () => {
    // The rest of a wide character in the last column: nothing that could be written leaves it there.
    expect(await stateAfter('\x1b[?1049h日日日日日', { cols: 9, rows: 5 })).toBeNull();
  });

  it('is not taken when it would be larger than anyone should have to load', async () => {
    const record = await RecordTerminal.open(200, 30);
    for (let row = 0; row < 2_000; row += 1) {
      record.write(Buffer.from(Array.from({ length: 200 }, (_, column) => `\x1b[38;2;1;${row % 256};${column};48;2;${column};2;3m▀`).join('')));
    }
    expect(await takeState(record)).toBeNull();
  }, 60_000);

  it('goes on as the terminal that it was taken from, whatever is printed', async () => {
    await fc.assert(
      fc.asyncProperty(generatedOutput, generatedOutput, async (before, after) => {
        const state = await stateAfter(...before);
        fc.pre(state !== null);
        expect(differenceBetween(await terminalAfter(after, state), await terminalAfter([...before, ...after]))).toBeNull();
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('can be had nearly always', async () => {
    // Even of what nobody prints on purpose.
    const states = await Promise.all(fc.sample(generatedOutput, { numRuns: 150, seed: 1 }).map((steps) => stateAfter(...steps)));
    expect(states.filter((state) => state !== null).length).toBeGreaterThan(120);
  }, 60_000);

  it('can be taken at any chunk, wherever the bytes were cut', async () => {
    await fc.assert(
      fc.asyncProperty(generatedOutput, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), async (steps, sizes) => {
        const bytes = Buffer.from(steps.filter((step) => typeof step === 'string').join(''));
        const whole = await terminalAfter([]);
        let record = await terminalAfter([]);
        for (let from = 0; from < bytes.length; ) {
          const size = sizes.next().value;
          const chunk = bytes.subarray(from, from + size);
          record.write(chunk);
          whole.write(chunk);
          from += size;
          // Wherever there is a state, go on from that.
          const state = await takeState(record);
          if (state === null) continue;
          record.dispose();
          record = await RecordTerminal.from(state);
        }
        expect(differenceBetween(record, whole)).toBeNull();
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
