import { describe, expect, it } from '@jest/globals';
import { isAtLeast, versionIn, versionText } from './version.js';

const version = (text: string) => versionIn(text) ?? { major: 0, minor: 0, patch: 0 };

describe('versions', () => {
  it.each([['nats-server: v2.9.10', '2.9.10'], ['nats-server: v2.15.1-beta.3', '2.15.1']])('are read from %p', (said, expected) => {
    expect(versionText(version(said))).toBe(expected);
  });

  it('are not read from anything', () => {
    expect(versionIn('command not found')).toBeNull();
  });

  it.each([['2.9.10', true], ['2.9.9', false], ['2.10.0', true], ['1.99.99', false], ['3.0.0', true]])('%s against 2.9.10: %s', (text, expected) => {
    expect(isAtLeast(version(text), version('2.9.10'))).toBe(expected);
  });
});
