import { describe, expect, it } from '@jest/globals';
import { FloodBrake } from './flood-brake.js';

describe('the brake of a projection', () => {
  it('works a quarter of the time while the backlog grows', () => {
    const brake = new FloodBrake();
    expect(brake.restMs(100, 20)).toBe(60);
    expect(brake.restMs(200, 20)).toBe(60);
  });

  it('lets it catch up as fast as it can once the backlog falls', () => {
    const brake = new FloodBrake();
    brake.restMs(200, 20);
    expect(brake.restMs(150, 20)).toBe(0);
    expect(brake.restMs(150, 20)).toBe(0);
    expect(brake.restMs(151, 20)).toBe(60);
  });

  it('takes a few messages for no flood', () => {
    const brake = new FloodBrake();
    expect(brake.restMs(1, 20)).toBe(0);
    expect(brake.restMs(63, 20)).toBe(0);
  });

  it('never rests for long', () => {
    expect(new FloodBrake().restMs(1_000, 10_000)).toBe(500);
  });
});
