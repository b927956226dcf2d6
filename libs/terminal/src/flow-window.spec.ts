import { describe, expect, it } from '@jest/globals';
import { FlowWindow } from './flow-window.js';

describe('FlowWindow', () => {
  it('is full from the high mark until the low mark', () => {
    const window = new FlowWindow({ high: 100, low: 25 });
    window.sent(99);
    expect(window.full).toBe(false);
    window.sent(1);
    expect(window.full).toBe(true);
    window.received(74);
    expect(window.full).toBe(true);
    window.received(1);
    expect(window.full).toBe(false);
  });

  it('goes on at a quarter of the high mark', () => {
    const window = new FlowWindow({ high: 100 });
    window.sent(100);
    window.received(74);
    expect(window.full).toBe(true);
    window.received(1);
    expect(window.full).toBe(false);
  });

  it('does not count below zero when an arrival is told twice', () => {
    const window = new FlowWindow({ high: 100, low: 25 });
    window.sent(10);
    window.received(10);
    window.received(10);
    expect(window.bytes).toBe(0);
    window.sent(100);
    expect(window.full).toBe(true);
  });

  it('refuses marks that could never open again', () => {
    expect(() => new FlowWindow({ high: 10, low: 10 })).toThrow(RangeError);
  });
});
