import { describe, expect, it } from '@jest/globals';
import { paintedLine } from './painted-line.js';
import { SteadyLine } from './steady-line.js';

const LINE = 'AF|ctx=1500/200000(1%)|in=1200|out=345|cost=$0.0123';
const SAYS = { inputTokens: 1200, outputTokens: 345, costNanoUsd: 12_300_000 };

describe('the status line on a screen', () => {
  it.each([
    ['at the left edge', [LINE]],
    ['indented, with words behind it', ['❯', `  ${LINE}  auto mode on`]],
    ['with spaces for bars', [LINE.replaceAll('|', ' ')]],
    ['below an older one', [LINE.replace('345', '9'), LINE, '$ ']],
  ])('is read %s', (_, lines) => {
    expect(paintedLine(lines, 100)).toEqual(SAYS);
  });

  it.each([
    ['none', ['$ ls', 'in=1 out=2 cost=$3']],
    ['a shortened one', [LINE.replace('0.0123', '0.0…')]],
    ['one that is being painted, although an older one stands above', [LINE, LINE.slice(0, 30)]],
    ['one that reaches the edge', [LINE.padStart(100)]],
    ['one inside of a word', [`x${LINE.slice(3)}`]],
  ])('is not read from %s', (_, lines) => {
    expect(paintedLine(lines, 100)).toBeNull();
  });
});

describe('a steady line', () => {
  const more = { ...SAYS, outputTokens: 400 };

  it('is believed once it has stayed, and once only', () => {
    const steady = new SteadyLine();
    expect(steady.look(SAYS, 0, false)).toBeNull();
    expect(steady.look(SAYS, 99, false)).toBeNull();
    expect(steady.look(SAYS, 100, false)).toEqual(SAYS);
    expect(steady.look(SAYS, 500, false)).toBeNull();
  });

  it('is believed at once when nothing more is being painted', () => {
    expect(new SteadyLine().look(SAYS, 0, true)).toEqual(SAYS);
  });

  it('waits again when it changes or goes', () => {
    const steady = new SteadyLine();
    steady.look(SAYS, 0, false);
    expect(steady.look(more, 100, false)).toBeNull();
    expect(steady.look(null, 150, false)).toBeNull();
    expect(steady.look(more, 210, false)).toBeNull();
    expect(steady.look(more, 310, false)).toEqual(more);
  });

  it('has to stay longer when its figures went down', () => {
    const steady = new SteadyLine();
    steady.believe(more);
    steady.look(SAYS, 0, false);
    expect(steady.look(SAYS, 900, false)).toBeNull();
    expect(steady.look(SAYS, 1000, false)).toEqual(SAYS);
  });
});
