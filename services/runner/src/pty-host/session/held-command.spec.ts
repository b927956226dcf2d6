import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CommandStarted } from '@agents-fleet/contracts';
import { HeldCommand } from './held-command.js';

let told: string[];
let held: HeldCommand;
beforeEach(() => {
  jest.useFakeTimers();
  told = [];
  const gate = { open: () => void told.push('open'), close: () => void told.push('close') };
  held = new HeldCommand(gate, 5_000, ({ baseline, waitedMs }: CommandStarted['data']) => void told.push(`${baseline} after ${waitedMs}`));
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a held command', () => {
  it('runs once its baseline is kept, and is recorded before', () => {
    jest.advanceTimersByTime(40);
    held.start('kept');
    jest.advanceTimersByTime(10_000);
    held.start('kept');
    expect(told).toEqual(['kept after 40', 'open']);
  });

  it('runs when the time is over', () => {
    jest.advanceTimersByTime(5_000);
    held.start('kept');
    expect(told).toEqual(['late after 5000', 'open']);
    expect(held.isHeld).toBe(false);
  });

  it('never runs when its session is stopped before', () => {
    held.cancel();
    held.start('kept');
    jest.advanceTimersByTime(10_000);
    held.close();
    expect(told).toEqual(['close']);
  });
});
