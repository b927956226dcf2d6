import { describe, expect, it } from '@jest/globals';
import { withoutCredentials } from './broker-errors.js';

describe('withoutCredentials', () => {
  it.each([
    ['nats://ada:secret@127.0.0.1:4222', 'nats://127.0.0.1:4222'],
    ['nats://token@host', 'nats://host'],
    ['nats://host:4222', 'nats://host:4222'],
    ['refused by nats://a:b@one and nats://c:d@two', 'refused by nats://one and nats://two'],
  ])('%s', (url, shown) => {
    expect(withoutCredentials(url)).toBe(shown);
  });
});
