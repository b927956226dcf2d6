import { describe, expect, it } from '@jest/globals';
import { lookAtFlow, type OutputFlow } from './output-flow.js';

const NOW = 1_768_000_000_000;
const MB = 1024 * 1024;
const look = (before: OutputFlow | null, records: Record<string, number>, now: number) =>
  lookAtFlow(before, Object.entries(records).map(([sessionId, bytes]) => ({ sessionId, bytes })), now);

describe('the flow of output', () => {
  const first = look(null, { build: 10 * MB }, NOW);

  it('is not known at the first look', () => {
    expect(first).toMatchObject({ restingSince: NOW, isFlood: false });
  });

  it('rests for as long as nothing comes', () => {
    const later = look(first, { build: 10 * MB }, NOW + 3_000);
    expect(later).toMatchObject({ restingSince: NOW, isFlood: false });
    expect(look(later, { build: 10 * MB + 1 }, NOW + 6_000)).toMatchObject({ restingSince: NOW + 6_000, isFlood: false });
  });

  it('is a flood when all sessions together print that much', () => {
    expect(look(first, { build: 10.4 * MB, test: 0.4 * MB }, NOW + 1_000).isFlood).toBe(true);
    expect(look(first, { build: 10.4 * MB, test: 0.4 * MB }, NOW + 4_000).isFlood).toBe(false);
  });

  it('is not told from records that are archived meanwhile', () => {
    expect(look(first, {}, NOW + 1_000)).toMatchObject({ restingSince: NOW, isFlood: false });
  });

  it('is not looked at more often than tells a rate', () => {
    expect(look(first, { build: 20 * MB }, NOW + 400)).toBe(first);
  });

  it('goes on when the clock is set back', () => {
    expect(look(first, { build: 20 * MB }, NOW - 60_000)).toMatchObject({ at: NOW - 60_000, isFlood: false });
  });
});
