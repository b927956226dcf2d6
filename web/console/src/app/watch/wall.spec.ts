import { describe, expect, it } from '@jest/globals';
import { aSession } from '../sessions/session.builder.js';
import { seated, wallOrder } from './wall.js';

describe('the wall', () => {
  it('keeps tiles where they are: new ones come last', () => {
    const order = wallOrder([
      aSession({ id: 'new', startedAt: '2026-11-23T12:00:00.000Z' }),
      aSession({ id: 'chat', kind: 'claude-chat', startedAt: '2026-11-23T09:00:00.000Z' }),
      aSession({ id: 'b', startedAt: '2026-11-23T10:00:00.000Z' }),
      aSession({ id: 'a', startedAt: '2026-11-23T10:00:00.000Z' }),
    ]);
    expect(order.map(({ id }) => id)).toEqual(['a', 'b', 'new']);
  });

  it('shows terminals only where they can be seen, and no more than there may be', () => {
    expect([...seated(['a', 'b', 'c', 'd'], new Set(['d', 'b', 'c', 'gone']), 2)]).toEqual(['b', 'c']);
  });
});
