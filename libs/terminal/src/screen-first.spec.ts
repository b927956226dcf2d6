import { describe, expect, it } from '@jest/globals';
import { screenFirst } from '@agents-fleet/wire';
import { RecordTerminal } from './record-terminal.js';
import { RECORDED_PROGRAMS, recordedSession } from './recorded-sessions.js';
import { linesOf } from './screen-text.js';
import { takeState } from './take-state.js';

/** Written before each session, so that there is something above every screen: 3,000 lines of 80 columns and more. */
const BEFORE = Buffer.from(Array.from({ length: 3_000 }, (_, line) => `\x1b[3${line % 8}mline ${line} before it ${'.'.repeat(60)}\x1b[m\r\n`).join(''));
/** A state is taken, or tried to be, so many times along a session. */
const MOMENTS = 16;

describe.each(RECORDED_PROGRAMS)('the screen of a state of %s', (program) => {
  it('shows the text and the cursor that the whole state shows, with few of its bytes', async () => {
    const { cols, rows, chunks } = await recordedSession(program);
    const record = await RecordTerminal.open(cols, rows);
    record.paint({ n: 0, at: 0, kind: 'output', bytes: BEFORE });
    const every = Math.max(1, Math.floor(chunks.length / MOMENTS));
    let compared = 0;
    for (const chunk of chunks) {
      record.paint(chunk);
      const state = chunk.n % every === 0 ? await takeState(record) : null;
      const bytes = state === null ? null : screenFirst(state);
      if (state === null || bytes === null) continue;
      const screen = await RecordTerminal.from({ ...state, bytes });
      expect([chunk.n, shown(screen)]).toEqual([chunk.n, shown(record)]);
      expect(bytes.length).toBeLessThan(state.bytes.length / 8);
      screen.dispose();
      compared += 1;
    }
    record.dispose();
    expect(compared).toBeGreaterThan(MOMENTS / 4);
  }, 120_000);
});

/** What a person sees, and where the cursor is. */
function shown({ terminal, internals: { buffers: { active } } }: RecordTerminal) {
  const { cols, rows } = terminal;
  return { text: linesOf(active.lines, active.ybase, active.ybase + rows, cols), x: active.x, y: active.y, cols, rows };
}
