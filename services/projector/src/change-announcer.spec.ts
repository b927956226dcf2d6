import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ChangeAnnouncer } from './change-announcer.js';

describe('ChangeAnnouncer', () => {
  let announced: string[][];
  let announcer: ChangeAnnouncer;
  beforeEach(() => {
    jest.useFakeTimers();
    announced = [];
    announcer = new ChangeAnnouncer((sessionIds) => announced.push(sessionIds));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('announces the first change at once', () => {
    announcer.add(['a']);
    expect(announced).toEqual([['a']]);
  });

  it('gathers what comes within 30 ms, each session once', () => {
    announcer.add(['a']);
    announcer.add(['b']);
    announcer.add(['b', 'c']);
    expect(announced).toHaveLength(1);
    jest.advanceTimersByTime(30);
    expect(announced).toEqual([['a'], ['b', 'c']]);
  });

  it('says nothing when nothing has changed', () => {
    announcer.add([]);
    jest.advanceTimersByTime(1_000);
    expect(announced).toEqual([]);
  });

  it('splits what is too much for one message', () => {
    announcer.add(Array.from({ length: 2_500 }, (_, index) => String(index)));
    expect(announced.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
  });

  it('announces what waits when it is stopped', () => {
    announcer.add(['a']);
    announcer.add(['b']);
    announcer.stop();
    expect(announced).toEqual([['a'], ['b']]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
