import { describe, expect, it } from '@jest/globals';
import { SendWindow } from './send-window.js';

describe('SendWindow', () => {
  it('given a full window, when painted chunks are acknowledged, then there is room for as much again', () => {
    const window = new SendWindow(100);
    window.sent(1, 40);
    window.sent(2, 60);
    expect(window.room).toBe(0);
    window.acknowledge(1);
    expect(window.room).toBe(40);
    window.acknowledge(1);
    window.acknowledge(9);
    expect(window.room).toBe(100);
  });
});
