import { signal } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import { type SessionSnapshot } from '@agents-fleet/contracts';
import { aSnapshot } from './changed-file.builder.js';
import { SnapshotChoice } from './snapshot-choice.js';

const start = aSnapshot({ snapshotId: 'start', phase: 'start' });
const asked = aSnapshot({ snapshotId: '01K0000000000000000000000A', phase: 'asked' });
const end = aSnapshot();

const choiceOf = (list: readonly SessionSnapshot[], wanted?: string) => new SnapshotChoice(signal(list), signal(wanted), (at) => `at ${at}`);

describe('the choice of a snapshot', () => {
  it('has all but the start, newest first', () => {
    expect(choiceOf([start, asked, end]).choices()).toEqual([
      { id: 'end', label: `End of the session · at ${end.at}` },
      { id: asked.snapshotId, label: `Taken by hand · at ${asked.at}` },
    ]);
  });

  it('is the one that is asked for, else the newest, and none where there is none', () => {
    expect(choiceOf([start, asked, end], asked.snapshotId).currentId()).toBe(asked.snapshotId);
    expect(choiceOf([start, asked, end], 'unknown').currentId()).toBe('end');
    expect(choiceOf([start]).currentId()).toBeNull();
  });

  it('says why there is nothing to compare', () => {
    const choice = choiceOf([aSnapshot({ snapshotId: 'start', phase: 'start', state: 'bare' })]);
    expect([choice.currentId(), choice.stateWords()?.title]).toEqual(['start', 'A bare repo']);
    expect(choiceOf([end]).stateWords()).toBeNull();
  });
});
