import { describe, expect, it } from '@jest/globals';
import { childEnvironment } from './child-environment.js';

describe('childEnvironment', () => {
  it('lets through what an agent needs, and nothing else', () => {
    const child = childEnvironment('S', [], { HOME: '/h', LC_ALL: 'C', ANTHROPIC_API_KEY: 'k', DATABASE_PASSWORD: 'x', BASH_ENV: '/evil' });
    expect(child).toEqual({
      HOME: '/h',
      LC_ALL: 'C',
      ANTHROPIC_API_KEY: 'k',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      AGENTS_FLEET_SESSION_ID: 'S',
    });
  });

  it('adds the names that the operator lists', () => {
    expect(childEnvironment('S', ['MY_TOKEN'], { MY_TOKEN: 'x' })).toMatchObject({ MY_TOKEN: 'x' });
  });

  it('never passes our own settings on, even when they are listed', () => {
    const child = childEnvironment('S', ['FLEET_NATS_PASSWORD_FILE', 'AGENTS_FLEET_SESSION_ID'], {
      FLEET_NATS_PASSWORD_FILE: '/secret',
      AGENTS_FLEET_SESSION_ID: 'outer',
    });
    expect(child['FLEET_NATS_PASSWORD_FILE']).toBeUndefined();
    expect(child['AGENTS_FLEET_SESSION_ID']).toBe('S');
  });
});
