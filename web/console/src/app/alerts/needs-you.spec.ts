import { beforeEach, describe, expect, it } from '@jest/globals';
import { aSession } from '../sessions/session.builder.js';
import { NeedsYou, QUIET_MS } from './needs-you.js';

const working = aSession({ activity: 'working' });
const waiting = aSession({ activity: 'waiting' });

describe('NeedsYou', () => {
  let now = 0;
  let needsYou: NeedsYou;
  beforeEach(() => {
    now = 1_000_000;
    needsYou = new NeedsYou(() => now);
  });

  it('given a session that works, when it asks, then it is said once', () => {
    expect(needsYou.begins(waiting, working)).toBe(true);
    expect(needsYou.begins(waiting, working)).toBe(false);
  });

  it('does not nag about one that asks again and again, but does not forget it', () => {
    needsYou.begins(waiting, working);
    needsYou.begins(working, undefined);
    now += QUIET_MS - 1;
    expect(needsYou.begins(waiting, undefined)).toBe(false);
    needsYou.begins(working, undefined);
    now += 1;
    expect(needsYou.begins(waiting, undefined)).toBe(true);
  });

  it('says nothing of what was so before anybody looked, nor of what is on its way down', () => {
    expect(needsYou.begins(waiting, undefined)).toBe(false);
    expect(needsYou.begins({ ...waiting, id: '01K00000000000000000000009' }, waiting)).toBe(false);
    expect(new NeedsYou().begins({ ...waiting, status: 'stopping' }, working)).toBe(false);
  });
});
