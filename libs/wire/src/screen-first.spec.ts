import { describe, expect, it } from '@jest/globals';
import { screenFirst } from './screen-first.js';

const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes));
const whole = (content: string) => ({ cols: 80, rows: 24, bytes: new TextEncoder().encode(content) });
const lines = (count: number) => Array.from({ length: count }, (_, line) => `line ${line} — ${'x'.repeat(80)}`).join('\r\n');

describe('screenFirst', () => {
  it('is the last lines of a long snapshot, from the begin of a line on', () => {
    const end = text(screenFirst(whole(`${lines(5_000)}\x1b[24;1H`)));
    expect(end?.startsWith('line 4952 —')).toBe(true);
    expect(end?.endsWith('\x1b[24;1H')).toBe(true);
    expect(end?.split('\r\n')).toHaveLength(48);
  });

  it('is nothing for a short one, for one without lines, and for one whose last lines are most of it', () => {
    expect(screenFirst(whole(lines(100)))).toBeNull();
    expect(screenFirst(whole('x'.repeat(1_000_000)))).toBeNull();
    expect(screenFirst(whole(`${lines(2_000)}\r\n${'x'.repeat(1_000_000)}\r\n${lines(30)}`))).toBeNull();
  });
});
