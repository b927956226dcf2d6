import { describe, expect, it } from '@jest/globals';
import { parsePsLine, parseStat, type ProcessEntry } from './process-entry.js';
import { carriesMark, createInheritedMark } from './inherited-mark.js';
import { membersOf, SessionProcesses } from './session-processes.js';
import type { ProcessTable } from './process-table.js';

const entry = (pid: number, ppid: number, rest: Partial<ProcessEntry> = {}): ProcessEntry => ({
  pid,
  ppid,
  pgid: pid,
  sid: 1,
  tty: null,
  startTime: '100',
  zombie: false,
  ...rest,
});
const pids = (entries: ProcessEntry[]) => entries.map(({ pid }) => pid).sort((a, b) => a - b);

describe('membersOf', () => {
  it('takes descendants of every generation, in whatever order they are listed', () => {
    const members = membersOf([entry(30, 20), entry(20, 10), entry(10, 1), entry(40, 1)], ({ pid }) => pid === 10);
    expect(pids(members)).toEqual([10, 20, 30]);
  });

  it('takes all of a terminal session that a member leads, and none of one it merely joined', () => {
    const members = membersOf([entry(10, 1, { sid: 10 }), entry(11, 1, { sid: 10 }), entry(12, 1, { sid: 1 })], ({ pid }) => pid === 10);
    expect(pids(members)).toEqual([10, 11]);
  });
});

describe('SessionProcesses', () => {
  const given = (lists: ProcessEntry[][]) => {
    const table: ProcessTable = { list: () => lists.shift() ?? [], sample: () => [], look: () => null, carriesMarker: () => false };
    return new SessionProcesses(table, { sessionId: 'S', mark: null, rootPid: 10, tty: '34816' });
  };

  it('remembers a child that was adopted by init later', () => {
    const child = entry(20, 10);
    const processes = given([[entry(10, 1)], [entry(10, 1), child], [{ ...child, ppid: 1 }]]);
    processes.find();
    expect(pids(processes.find())).toEqual([20]);
  });

  it('does not take a reused pid for the one it knew', () => {
    const processes = given([[entry(10, 1)], [entry(10, 1, { startTime: '999' })]]);
    expect(processes.find()).toEqual([]);
  });

  it('knows what runs in its terminal', () => {
    const processes = given([[], [entry(50, 1, { tty: '34816' }), entry(51, 1, { tty: '34817' })]]);
    expect(pids(processes.find())).toEqual([50]);
  });

  it('counts no zombie', () => {
    const processes = given([[entry(10, 1)], [entry(10, 1, { zombie: true })]]);
    expect(processes.find()).toEqual([]);
  });
});

describe('process lists', () => {
  it('reads a stat line whose name is hostile', () => {
    const fields = ['S', '7', '8', '9', '34816', ...Array.from({ length: 14 }, () => '0'), '4711', '0'];
    expect(parseStat(`42 (a) b) R (x) ${fields.join(' ')}`)).toEqual({
      pid: 42, ppid: 7, pgid: 8, sid: 9, tty: '34816', startTime: '4711', zombie: false,
    });
    expect(parseStat('')).toBeNull();
  });

  it('reads a line of macOS ps', () => {
    expect(parsePsLine('  501     1   501 ttys003  Ss+  Mon Nov 23 02:03:04 2026')).toEqual({
      pid: 501, ppid: 1, pgid: 501, sid: 0, tty: 'ttys003', startTime: 'Mon Nov 23 02:03:04 2026', zombie: false,
    });
    expect(parsePsLine('')).toBeNull();
  });
});

describe('the inherited mark', () => {
  const limits = (queue: string, signals: string) =>
    `Limit  Soft Limit  Hard Limit  Units\nMax pending signals       ${signals}   96365   signals\nMax msgqueue size         ${queue}   819200   bytes\n`;

  it('is found in the limits of a process that inherited it', () => {
    const mark = createInheritedMark(limits('819200', '96365'), () => 0.5);
    expect(mark).toEqual({ messageQueueBytes: 819_200 - 1 - 16_384, pendingSignals: 96_365 - 1 - 2_048 });
    expect(carriesMark(limits('802815', '94316'), mark!)).toBe(true);
    expect(carriesMark(limits('802815', '96365'), mark!)).toBe(false);
  });

  it('is not made where the system has no such limits', () => {
    expect(createInheritedMark(null)).toBeNull();
    expect(createInheritedMark(limits('819200', 'unlimited').replace('96365', 'unlimited'))).toBeNull();
  });
});
