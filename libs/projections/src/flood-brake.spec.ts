import { describe, expect, it } from '@jest/globals';
import { FloodBrake } from './flood-brake.js';

const batch = (waiting: number, workedMs = 20, ageMs = 100) => ({ waiting, workedMs, ageMs });

describe('the brake of a projection', () => {
  it('works a twentieth of the time while the backlog grows', () => {
    const brake = new FloodBrake();
    expect(brake.restMs(batch(100))).toBe(380);
    expect(brake.restMs(batch(200))).toBe(380);
  });

  it('lets it catch up as fast as it can once the backlog falls', () => {
    const brake = new FloodBrake();
    brake.restMs(batch(200));
    expect(brake.restMs(batch(150))).toBe(0);
    expect(brake.restMs(batch(150))).toBe(0);
    expect(brake.restMs(batch(151))).toBe(380);
  });

  it('takes a few messages for no flood', () => {
    const brake = new FloodBrake();
    expect(brake.restMs(batch(1))).toBe(0);
    expect(brake.restMs(batch(63))).toBe(0);
  });

  it('never rests for long', () => {
    expect(new FloodBrake().restMs(batch(1_000, 10_000))).toBe(500);
  });

  it('lets no flood put it far behind', () => {
    const brake = new FloodBrake();
    expect(brake.restMs(batch(1_000, 20, 14_999))).toBe(380);
    expect(brake.restMs(batch(2_000, 20, 15_000))).toBe(0);
    expect(brake.restMs(batch(3_000, 20, 9_000))).toBe(380);
  });
});
