import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openWriter } from '../database/data-source.js';
import { SpendQueries } from '../queries/fleet.js';
import { addSpend, type SpendChange } from './spend-writer.js';

describe('spend', () => {
  let source: DataSource;
  beforeEach(async () => {
    source = await openWriter(':memory:');
  });
  afterEach(() => source.destroy());

  const change = (day: string, costNanoUsd: number, choices: Partial<SpendChange> = {}): SpendChange => ({
    day,
    repoPath: '/repo',
    command: 'make',
    model: 'opus',
    kind: 'pty',
    input: 1,
    cacheRead: 2,
    cacheWrite5m: 3,
    cacheWrite1h: 4,
    output: 5,
    costNanoUsd,
    ...choices,
  });
  const negative = (changed: SpendChange): SpendChange => ({
    ...changed,
    input: -changed.input,
    cacheRead: -changed.cacheRead,
    cacheWrite5m: -changed.cacheWrite5m,
    cacheWrite1h: -changed.cacheWrite1h,
    output: -changed.output,
    costNanoUsd: -changed.costNanoUsd,
  });
  const list = (bucket: 'day' | 'week' | 'month', by: 'repo' | 'model') =>
    new SpendQueries(() => Promise.resolve(source)).list({ from: '2026-01-01', to: '2026-12-31', bucket, by });

  it('adds up, and leaves no row behind that came to nothing', async () => {
    await addSpend(source.manager, [change('2026-01-15', 10), change('2026-01-15', 5), change('2026-01-16', 1)]);
    await addSpend(source.manager, [negative(change('2026-01-16', 1))]);
    expect(await source.query('SELECT day, costNanoUsd, input, output FROM spend_rollups')).toEqual([
      { day: '2026-01-15', costNanoUsd: 15, input: 2, output: 10 },
    ]);
  });

  it('is summed by day, by week from Monday on, and by month', async () => {
    // 2026-02-01 is a Sunday, 2026-02-02 a Monday.
    const days = ['2026-01-31', '2026-02-01', '2026-02-02', '2026-02-08'];
    await addSpend(source.manager, days.map((day) => change(day, 1_000_000_000)));
    const buckets = async (bucket: 'day' | 'week' | 'month') => (await list(bucket, 'repo')).map((item) => [item.bucket, item.costUsd]);
    expect(await buckets('day')).toEqual(days.map((day) => [day, 1]));
    expect(await buckets('week')).toEqual([['2026-01-26', 2], ['2026-02-02', 2]]);
    expect(await buckets('month')).toEqual([['2026-01-01', 1], ['2026-02-01', 3]]);
  });

  it('names the dearest group first', async () => {
    await addSpend(source.manager, [change('2026-01-15', 1, { model: 'haiku' }), change('2026-01-15', 9)]);
    expect((await list('day', 'model')).map(({ key, tokens }) => [key, tokens])).toEqual([
      ['opus', { input: 1, cacheRead: 2, cacheWrite: 7, output: 5 }],
      ['haiku', { input: 1, cacheRead: 2, cacheWrite: 7, output: 5 }],
    ]);
  });
});
