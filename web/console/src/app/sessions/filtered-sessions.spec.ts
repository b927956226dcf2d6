import { signal } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import { FilteredSessions } from './filtered-sessions.js';
import { aSession } from './session.builder.js';

function setUp() {
  const sessions = signal([
    aSession({ id: '1', name: 'Add a cart', status: 'ended' }),
    aSession({ id: '2', name: 'Add a login', status: 'ended' }),
    aSession({ id: '3', name: 'Fix the cart', status: 'starting' }),
  ]);
  const filtered = new FilteredSessions(sessions, signal(Date.parse('2026-01-01T00:00:00Z')));
  return { filtered, names: () => filtered.shown().map(({ name }) => name) };
}

describe('FilteredSessions', () => {
  it('are all at first', () => {
    expect(setUp().names()).toEqual(['Add a cart', 'Add a login', 'Fix the cart']);
  });

  it('are those with the text and in the state; the states count what the text leaves', () => {
    const { filtered, names } = setUp();
    filtered.text.set('cart');
    expect(names()).toEqual(['Add a cart', 'Fix the cart']);
    filtered.toggleState('ended');
    expect(names()).toEqual(['Add a cart']);
    expect(filtered.matching()).toHaveLength(2);
    expect(filtered.chips().find(({ state }) => state === 'ended')?.count).toBe(1);
  });

  it('are all again when the state is chosen once more, or everything is', () => {
    const { filtered, names } = setUp();
    filtered.toggleState('ended');
    filtered.toggleState('ended');
    expect(names()).toHaveLength(3);
    filtered.toggleState('ended');
    filtered.text.set('cart');
    filtered.showAll();
    expect(names()).toHaveLength(3);
  });
});
