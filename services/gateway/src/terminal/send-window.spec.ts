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

  it('given a state that was sent in the place of chunks, when late acknowledgements come, then it stays on the way until it is painted', () => {
    const window = new SendWindow(100);
    window.sent(3, 20);
    window.sent(5_000, 400);
    window.sent(5_001, 10);
    expect([window.room, window.onTheWay]).toEqual([-330, 430]);
    window.acknowledge(3);
    expect(window.onTheWay).toBe(410);
    window.acknowledge(5_000);
    expect([window.room, window.onTheWay]).toEqual([90, 10]);
  });
});
