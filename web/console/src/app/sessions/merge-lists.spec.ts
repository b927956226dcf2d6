import { describe, expect, it } from '@jest/globals';
import { mergeLists } from './merge-lists.js';
import { aSession } from './session.builder.js';

const running = aSession();
const ended = aSession({ status: 'ended', stopReason: 'exited', endedAt: '2026-11-23T10:00:01.000Z' });
const older = aSession({ ...ended, id: '01K00000000000000000000009' });

describe('mergeLists', () => {
  it('given a session that ends while the lists are read, then it has ended', () => {
    expect([...mergeLists({ kept: [], listed: [running], since: [ended] }).values()]).toEqual([ended]);
  });

  it('keeps older pages, and takes the list over what was known before', () => {
    const merged = mergeLists({ kept: [older, running], listed: [ended], since: [] });
    expect([...merged.values()]).toEqual([older, ended]);
  });
});
