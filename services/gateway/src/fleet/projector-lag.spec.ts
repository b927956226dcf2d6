import { beforeEach, describe, expect, it } from '@jest/globals';
import { LATE_AFTER_MS, ProjectorLag } from './projector-lag.js';

describe('ProjectorLag', () => {
  let now = 0;
  let lag: ProjectorLag;
  beforeEach(() => {
    now = 1_000;
    lag = new ProjectorLag(() => now);
  });

  it('is silent for read models that are up to date, however long nothing happens', () => {
    lag.judge({ logEnd: 7, position: 7 });
    now += 10 * LATE_AFTER_MS;
    expect(lag.judge({ logEnd: 7, position: 7 })).toBeNull();
  });

  it('is silent as long as they move, however far behind', () => {
    for (let position = 0; position < 10; position += 1) {
      now += LATE_AFTER_MS - 1;
      expect(lag.judge({ logEnd: 1_000, position })).toBeNull();
    }
  });

  it('given read models that stand still behind the log, then tells since when, and that all is well again', () => {
    lag.judge({ logEnd: 7, position: 7 });
    expect(lag.judge({ logEnd: 9, position: 7 })).toBeNull();
    now += LATE_AFTER_MS;
    expect(lag.judge({ logEnd: 9, position: 7 })).toEqual(new Date(1_000));
    expect(lag.judge({ logEnd: 9, position: 9 })).toBeNull();
  });

  it('tells that there are none at all', () => {
    now += LATE_AFTER_MS;
    expect(lag.judge({ logEnd: 0, position: null })).not.toBeNull();
  });
});
