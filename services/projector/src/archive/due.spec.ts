import { describe, expect, it } from '@jest/globals';
import type { ArchivedSession } from '@agents-fleet/read-models';
import { CLOSING_BYTES, PAGE_CHUNKS, whatIsDue, type RecordProgress, type Retention } from './due.js';

const NOW = 1_768_000_000_000;
const HOUR = 3_600_000;
const everything: Retention = { streamMs: 0, keepMs: null, keepBytes: null };

const record = (choices: Partial<RecordProgress> = {}): RecordProgress => ({
  sessionId: 'live',
  lastChunk: 10,
  bytes: 1_000,
  completeSince: null,
  pagedChunk: 0,
  pagedBytes: 0,
  text: null,
  archived: null,
  ...choices,
});
const archived = (sessionId: string, choices: Partial<ArchivedSession> = {}): ArchivedSession => ({
  sessionId,
  lastChunk: 10,
  bytes: 1_000,
  endedAt: NOW - HOUR,
  storedBytes: 100,
  archivedAt: NOW - HOUR,
  purgedAt: NOW,
  expiredAt: null,
  ...choices,
});
const due = (records: RecordProgress[], sessions: ArchivedSession[] = [], retention = everything, restingSince = NOW - HOUR) => {
  const { jobs, nextAt } = whatIsDue(records, sessions, retention, { now: NOW, restingSince });
  return { jobs: jobs.map(({ kind, sessionId }) => `${kind} ${sessionId}`), inMs: nextAt === null ? null : nextAt - NOW };
};
const nothing = { jobs: [], inMs: null };

describe('of a running session', () => {
  it('text is read at once, and anew when it has changed', () => {
    expect(due([record()])).toEqual({ jobs: ['text live'], inMs: null });
    expect(due([record({ text: { lastChunk: 10, readAt: NOW - HOUR, costMs: 1 } })])).toEqual(nothing);
    expect(due([record({ text: { lastChunk: 9, readAt: NOW - HOUR, costMs: 1 } })])).toEqual({ jobs: ['text live'], inMs: null });
  });

  it('text is not read more often than is cheap', () => {
    expect(due([record({ text: { lastChunk: 9, readAt: NOW - 1_000, costMs: 1 } })])).toEqual({ jobs: [], inMs: 4_000 });
    expect(due([record({ text: { lastChunk: 9, readAt: NOW - 1_000, costMs: 900 } })])).toEqual({ jobs: [], inMs: 8_000 });
  });

  it('a page is closed when there is enough for one', () => {
    expect(due([record({ bytes: CLOSING_BYTES })])).toEqual({ jobs: ['page live'], inMs: null });
    expect(due([record({ lastChunk: PAGE_CHUNKS + 9, pagedChunk: 9 })]).jobs).toEqual(['page live']);
    expect(due([record({ bytes: 3 * CLOSING_BYTES, pagedBytes: 3 * CLOSING_BYTES, pagedChunk: 10 })])).toEqual(nothing);
  });
});

describe('of a session that has ended', () => {
  const ended = record({ sessionId: 'ended', completeSince: NOW - 1 });

  it('everything is archived', () => {
    expect(due([ended]).jobs).toEqual(['archive ended']);
    expect(due([record({ ...ended, pagedBytes: 1_000, pagedChunk: 10 })]).jobs).toEqual(['archive ended']);
  });

  it('the read models are told, as long as they don’t know', () => {
    expect(due([record({ ...ended, archived: { lastChunk: 10 } })], [archived('ended', { purgedAt: null })]).jobs).toEqual(['release ended']);
  });

  it('it is archived again when more came', () => {
    expect(due([record({ ...ended, lastChunk: 11, archived: { lastChunk: 10 } })]).jobs).toEqual(['archive ended']);
  });

  it('it waits until the fleet rests, and can be found meanwhile', () => {
    expect(due([ended], [], everything, NOW - 1_000)).toEqual({ jobs: ['text ended'], inMs: 2_000 });
    const read = record({ ...ended, text: { lastChunk: 10, readAt: NOW, costMs: 1 } });
    expect(due([read], [], everything, NOW - 1_000)).toEqual({ jobs: [], inMs: 2_000 });
    expect(due([read], [], everything, NOW - 3_000)).toEqual({ jobs: ['archive ended'], inMs: null });
  });

  it('it doesn’t wait for ever for a fleet that never rests', () => {
    const read = record({ ...ended, completeSince: NOW - 119_000, text: { lastChunk: 10, readAt: NOW, costMs: 1 } });
    expect(due([read], [], everything, NOW)).toEqual({ jobs: [], inMs: 1_000 });
    expect(due([{ ...read, completeSince: NOW - 120_000 }], [], everything, NOW).jobs).toEqual(['archive ended']);
  });

  it('running ones come first', () => {
    expect(due([ended, record()]).jobs).toEqual(['text live', 'archive ended']);
  });
});

describe('of an archived session', () => {
  it('the stream is purged, at its time', () => {
    expect(due([], [archived('a', { purgedAt: null })]).jobs).toEqual(['purge a']);
    expect(due([], [archived('a')])).toEqual(nothing);
    const streamMs = 3 * HOUR;
    expect(due([], [archived('a', { purgedAt: null })], { ...everything, streamMs })).toEqual({ jobs: [], inMs: 2 * HOUR });
    expect(due([], [archived('a', { purgedAt: null })], { ...everything, streamMs: null })).toEqual(nothing);
  });

  it('the stream is purged when the fleet rests, or after a while', () => {
    const session = archived('a', { purgedAt: null, endedAt: NOW - 60_000 });
    expect(due([], [session], everything, NOW - 1_000)).toEqual({ jobs: [], inMs: 2_000 });
    expect(due([], [session], everything, NOW)).toEqual({ jobs: [], inMs: 3_000 });
    expect(due([], [{ ...session, endedAt: NOW - 120_000 }], everything, NOW).jobs).toEqual(['purge a']);
  });

  it('the stream is purged, too, when its terminal is given up', () => {
    expect(due([], [archived('a', { purgedAt: null, expiredAt: NOW })], { ...everything, streamMs: null }).jobs).toEqual(['purge a']);
  });

  it('the terminal is given up at its age', () => {
    const retention = { ...everything, keepMs: 2 * HOUR };
    expect(due([], [archived('a', { endedAt: NOW - 2 * HOUR }), archived('b')], retention)).toEqual({ jobs: ['expire a'], inMs: HOUR });
    expect(due([], [archived('a', { endedAt: NOW - 2 * HOUR, expiredAt: NOW })], retention)).toEqual(nothing);
  });

  it('those that ended longest ago are given up while all take too much', () => {
    const sessions = [archived('new', { endedAt: NOW }), archived('old', { endedAt: 1 }), archived('middle', { endedAt: 2 })];
    expect(due([], sessions, { ...everything, keepBytes: 300 })).toEqual(nothing);
    expect(due([], sessions, { ...everything, keepBytes: 299 }).jobs).toEqual(['expire old']);
    expect(due([], sessions, { ...everything, keepBytes: 150 }).jobs).toEqual(['expire old', 'expire middle']);
    expect(due([], sessions, { ...everything, keepBytes: 0 }).jobs).toEqual(['expire old', 'expire middle', 'expire new']);
  });
});
